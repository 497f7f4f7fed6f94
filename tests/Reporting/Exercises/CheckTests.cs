using System.Text.RegularExpressions;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Reporting.Exercises;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;
using Scenes.Tests.Data;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Tests.Reporting.Exercises;

/// <summary>The checks of the exercises on a small set of two classes: right answers pass, wrong ones are named, and no message gives the right one away.</summary>
public sealed partial class CheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-check-").FullName;
    private readonly Study study;

    public CheckTests()
    {
        Sample.Dataset(Path.Combine(folder, "data"));
        // Nine of sea, eight of forest; the others are grey and the same from left to right.
        File.WriteAllBytes(Path.Combine(folder, "data", "train", "sea", "coloured.jpg"), ImageFile.EncodeJpeg(TestPictures.Blobs(1)));
        study = Study.Open("01-photographs", new StudyOptions { Data = Path.Combine(folder, "data"), OutFolder = Path.Combine(folder, "out") });
    }

    [Fact]
    public void LargestClass_OtherNames_AreTurnedDown()
    {
        Solved("01.1", "sea");
        Assert.DoesNotContain("sea", NotSolved("01.1", "forest"), StringComparison.Ordinal);
        Assert.Contains("no class", NotSolved("01.1", "Sea"), StringComparison.Ordinal);
        Assert.Contains("Int32", NotSolved("01.1", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void BatchBytes_UsualMistakes_AreTold()
    {
        long images = study.Dataset.Train.Count, right = images * 3 * 128 * 128;
        Solved("01.2", right);
        Solved("01.2", (double)right); // a whole number of another type
        Assert.Contains("colour", NotSolved("01.2", right / 3), StringComparison.Ordinal);
        Assert.Contains("floating", NotSolved("01.2", right * 4), StringComparison.Ordinal);
        Assert.Contains("expected a whole number", NotSolved("01.2", 1e30), StringComparison.Ordinal);
        Assert.Contains("high", NotSolved("01.2", images * 3 * 64 * 64 * 2), StringComparison.Ordinal);
        Assert.DoesNotContain($"{right}", NotSolved("01.2", 7), StringComparison.Ordinal);
    }

    [Fact]
    public void TwoLabels_ImageWithoutCopies_IsNotEnough()
    {
        var report = DatasetAudit.Run(study.Dataset);
        var groups = report.Identical.Concat(report.NearDuplicates).ToList();
        string[] conflicting = [.. groups.Where(group => group.HasConflictingLabels).SelectMany(group => group.Images).Select(image => image.Name)];
        Assert.Contains("no group", NotSolved("01.3", "nowhere.jpg"), StringComparison.Ordinal);
        Assert.Empty(conflicting);
        Solved("01.3", "none");
    }

    [Fact]
    public void TwoLabels_CopyInAnotherClass_IsTheAnswer()
    {
        string other = Path.Combine(folder, "other");
        for (int i = 0; i < 12; i++)
        {
            string path = Path.Combine(other, i % 2 == 0 ? "forest" : "sea", $"{i}.png");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, ImageFile.EncodePng(TestPictures.Blobs(i)));
        }
        File.Copy(Path.Combine(other, "forest", "0.png"), Path.Combine(other, "sea", "copy.png"));
        var copied = Study.Open("01-photographs", new StudyOptions { Data = other, OutFolder = Path.Combine(folder, "out-of-other") });
        Assert.Equal("Exercise 01.3 is solved.", Check.Exercise("01.3", "sea/copy.png", copied));
        Assert.Contains("at least one", Check.Exercise("01.3", "none", copied), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, "as it was")]
    [InlineData(1, "colours")]
    [InlineData(3, "mirrored")]
    public void UpsideDown_OtherAxis_IsNamed(long axis, string part)
    {
        using var batch = Batch();
        using var answer = axis < 0 ? batch.clone() : batch.flip(axis);
        Assert.Contains(part, NotSolved("01.4", answer), StringComparison.Ordinal);
    }

    [Fact]
    public void UpsideDown_FlippedRows_Solve()
    {
        using var batch = Batch();
        using var answer = batch.flip(2);
        Solved("01.4", answer);
    }

    [Fact]
    public void ClassColours_OneValueOff_IsNamedWithoutTheRightOne()
    {
        using var batch = Batch();
        using var values = batch.to(torch.float64) / 255;
        var colours = new double[2, 3];
        foreach (var (row, image) in study.Dataset.Train.Index())
            for (int colour = 0; colour < 3; colour++)
                colours[image.Label, colour] += values[row, colour].mean().item<double>() / study.Dataset.Train.Count(other => other.Label == image.Label);
        Solved("01.5", colours);
        colours[1, 2] += 0.01;
        Assert.Contains("blue of sea is too high", NotSolved("01.5", colours), StringComparison.Ordinal);
        Assert.Contains("3 x 3", NotSolved("01.5", new double[3, 3]), StringComparison.Ordinal);
        Assert.Contains("red of forest", NotSolved("01.5", new[,] { { double.NaN, 0, 0 }, { 0, 0, 0 } }), StringComparison.Ordinal);
    }

    [Fact]
    public void HalfSure_UsualMistakes_AreTold()
    {
        double right = -(Math.Log(0.9) + Math.Log(0.5)) / 2;
        Solved("02.1", right);
        Solved("02.1", Math.Round(right, 2));
        Assert.Contains("negative", NotSolved("02.1", -right), StringComparison.Ordinal);
        Assert.Contains("logarithm of the mean", NotSolved("02.1", -Math.Log(0.7)), StringComparison.Ordinal);
    }

    [Fact]
    public void FirstDenseLayer_SizeOfTheNotebook_IsNotTheAnswer()
    {
        Solved("02.2", 128L * 64 * 8 * 8);
        Assert.Contains("64 pixels", NotSolved("02.2", 128L * 64 * 4 * 4), StringComparison.Ordinal);
        Assert.Contains("two directions", NotSolved("02.2", 128L * 64 * 4 * 4 * 2), StringComparison.Ordinal);
    }

    [Fact]
    public void LargestStep_NoRun_SaysSo_ThenReadsTheHistories()
    {
        Assert.Contains("run its cells first", NotSolved("02.3", "Scaling"), StringComparison.Ordinal);
        string[] names = ["Plain CNN as the article", .. PlainCnnCure.Steps.Skip(1).SkipLast(1).Select(step => step.Name)];
        double[] accuracies = [0.2, 0.25, 0.3, 0.7, 0.72, 0.75, 0.8];
        foreach (var (name, accuracy) in names.Zip(accuracies))
            HistoryFile.Write(Path.Combine(study.OutFolder, "histories", $"02-plain-cnn-{name.ToLowerInvariant().Replace(' ', '-')}.json"),
                new TrainingHistory(name, [new(1, 1.7, 0.2, 1.6, accuracy, 0.1, 3)], 1));
        Solved("02.3", "Batch norm");
        Assert.DoesNotContain("Batch norm", NotSolved("02.3", "Scaling"), StringComparison.Ordinal);
        Assert.Contains("no step", NotSolved("02.3", "Augmentation"), StringComparison.Ordinal);
    }

    [Fact]
    public void MostConfused_OtherDirection_IsTold()
    {
        Assert.Contains("run its cells first", NotSolved("02.4", ("sea", "forest")), StringComparison.Ordinal);
        var predictions = new Predictions("Residual CNN", SceneSplit.Test, ["forest", "sea"], ["a", "b", "c"], [0, 0, 1], new[,] { { 0.1, 0.9 }, { 0.2, 0.8 }, { 0.3, 0.7 } });
        PredictionsCsv.Write(Path.Combine(study.OutFolder, "predictions", "02-plain-cnn-residual-cnn-test.csv"), predictions);
        Solved("02.4", ("forest", "sea"));
        Assert.Contains("direction", NotSolved("02.4", ("sea", "forest")), StringComparison.Ordinal);
        Assert.Contains("is right", NotSolved("02.4", ("sea", "sea")), StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAugmentation_OtherRecipes_AreTurnedDown()
    {
        var baseline = study.Settings.Baseline;
        var history = new TrainingHistory("x", [new(1, 1.7, 0.2, 1.6, 0.5, 0.1, 3)], 1);
        using var network = baseline.CreateNetwork(2, baseline.ImageSize);
        TrainedCnn Trained(CnnRecipe recipe) => new(recipe, network, new TrainingResult(history, TrainingEnding.Completed, 0));
        var still = baseline with { Name = "Still", Augmentation = Augmentation.None };
        Assert.Contains("at random", NotSolved("02.5", Trained(baseline)), StringComparison.Ordinal);
        Assert.Contains("more than augmentation", NotSolved("02.5", Trained(still with { ImageSize = 32 })), StringComparison.Ordinal);
        Assert.Contains("1 epoch", NotSolved("02.5", Trained(still)), StringComparison.Ordinal);
    }

    [Fact]
    public void Exercise_NoAnswer_WaitsAndHints()
    {
        Assert.Contains("waits", Check.Exercise("01.1", null, study), StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => Check.Require("01.1", null, study));
        Assert.All(Course.All, exercise => Assert.False(string.IsNullOrWhiteSpace(Check.Hint(exercise.Number))));
        Assert.Contains("01.1", Assert.Throws<ArgumentException>(() => Check.Exercise("99.1", 1, study)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Notebooks_HaveEveryExerciseUnansweredAndEverySolution()
    {
        string notebooks = Path.Combine(Folders.Repository, "notebooks");
        Assert.Equal(Course.All.Select(exercise => exercise.Number), Numbers(notebooks, Asked()));
        Assert.Equal(Course.All.Select(exercise => exercise.Number), Numbers(Path.Combine(notebooks, "solutions"), Solution()));
        Assert.Equal(Directory.EnumerateFiles(notebooks, "*.ipynb").Select(file => Path.GetFileName(file)[..2]).Order(StringComparer.Ordinal),
            Course.All.Select(exercise => exercise.Number[..2]).Distinct());
        Assert.All(Course.All.GroupBy(exercise => exercise.Number[..2]), notebook => Assert.InRange(notebook.Count(), 3, 5));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IEnumerable<string> Numbers(string folder, Regex call) =>
        from file in Directory.EnumerateFiles(folder, "*.ipynb").Order(StringComparer.Ordinal)
        from cell in Notebook.Load(file).Cells
        where cell.IsCode
        from Match match in call.Matches(cell.Source)
        select match.Groups["number"].Value;

    private torch.Tensor Batch() => ImageBatch.Load([.. study.Dataset.Train.Select(image => image.Path)], Preprocessing.UnitRange(64));

    private void Solved(string number, object answer)
    {
        Assert.Equal($"Exercise {number} is solved.", Check.Exercise(number, answer, study));
        Assert.Equal($"Exercise {number} is solved.", Check.Require(number, answer, study));
    }

    private string NotSolved(string number, object answer)
    {
        string said = Check.Exercise(number, answer, study);
        Assert.StartsWith($"Exercise {number} is not solved yet: ", said, StringComparison.Ordinal);
        Assert.Equal(said, Assert.Throws<InvalidOperationException>(() => Check.Require(number, answer, study)).Message);
        return said;
    }

    [GeneratedRegex("""Check\.Exercise\("(?<number>[\d.]+)", null\)""")]
    private static partial Regex Asked();

    [GeneratedRegex("""Check\.Require\("(?<number>[\d.]+)",""")]
    private static partial Regex Solution();
}

using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting.Exercises;

/// <summary>The checks of notebooks 06 and 07, on three members that speak of four validation and four test images.</summary>
public sealed class VoteCheckTests : IDisposable
{
    private const string Cnn = "Plain CNN", Vgg = "VGG16 modern", ResNet = "ResNet50 modern";

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-check-").FullName;
    private readonly Study study;

    public VoteCheckTests()
    {
        Sample.Dataset(Path.Combine(folder, "data"));
        study = Open("06-democracy", "out");
        // Probabilities of the true class: above 0.5 is right.
        Store("02-plain-cnn", Cnn, [0.9, 0.55, 0.9, 0.4], [0.9, 0.9, 0.9, 0.9]);
        Store("03-vgg16", Vgg, [0.45, 0.3, 0.9, 0.9], [0.35, 0.35, 0.9, 0.9]);
        Store("04-resnet50", ResNet, [0.45, 0.2, 0.3, 0.9], [0.9, 0.9, 0.9, 0.9]);
    }

    [Theory]
    [InlineData("06.2", 3)] // on the first image two wrong members abstain
    [InlineData("06.3", 0.5)] // two images that only the CNN gets right: two coins of one side, 2 / 4
    [InlineData("06.4", 1)] // right on three and on two
    [InlineData("07.1", "forest")] // any class where the best member stands in for the vote and makes no mistake
    [InlineData("07.2", 0)]
    [InlineData("07.3", Vgg)] // (0.65 + 0.65 + 0.1 + 0.1) / 4; the others 0.1
    public void RightAnswer_IsSolved(string number, object answer) => Assert.Equal($"Exercise {number} is solved.", Check.Exercise(number, answer, study));

    [Theory]
    [InlineData("06.2", 2, "nobody abstains")]
    [InlineData("06.2", 4, "judged on")]
    [InlineData("06.2", 1, "1 of 4")]
    [InlineData("06.3", 0.25, "one side")]
    [InlineData("06.3", 0.4795, "approximation")] // chi-square (2 - 1)^2 / 2
    [InlineData("06.3", 1, "chosen")] // two and one on validation
    [InlineData("06.3", -0.5, "between 0 and 1")]
    [InlineData("06.3", 0.7, "0.7")]
    [InlineData("06.4", -1, "other way")]
    [InlineData("06.4", 0, "judged on")]
    [InlineData("06.4", 3, "3 is not")]
    [InlineData("06.5", 0.5, "Double")]
    [InlineData("07.1", "Sea", "no class")]
    [InlineData("07.2", 4, "at least one")]
    [InlineData("07.2", 3, "3 is not")]
    [InlineData("07.3", Cnn, "10.0%")]
    [InlineData("07.3", "InceptionV3", "no member")]
    [InlineData("07.4", 1, "run its cells first")]
    public void UsualMistake_IsTold(string number, object answer, string part) => Assert.Contains(part, NotSolved(number, answer), StringComparison.Ordinal);

    [Fact]
    public void MostAlike_PairInEitherOrder_Solves()
    {
        Solved("06.1", (Vgg, ResNet));
        Solved("06.1", (ResNet, Vgg));
        Assert.Contains("least alike", NotSolved("06.1", (Cnn, ResNet)), StringComparison.Ordinal);
        Assert.Contains("75.0%", NotSolved("06.1", (Cnn, Vgg)), StringComparison.Ordinal);
        Assert.Contains("one member", NotSolved("06.1", (Cnn, Cnn)), StringComparison.Ordinal);
        Assert.Contains("'VGG' is no member", NotSolved("06.1", (Cnn, "VGG")), StringComparison.Ordinal);
    }

    [Fact]
    public void MostAlike_EquallyClosePairs_AllSolve()
    {
        Store("05-inception-v3", "InceptionV3 modern", [0.9, 0.55, 0.9, 0.2], [0.9, 0.9, 0.9, 0.9]);
        Store("05-inception-v3", "InceptionV3 article", [0.45, 0.3, 0.9, 0.9], [0.9, 0.9, 0.9, 0.9]);
        Solved("06.1", (Cnn, "InceptionV3 modern"));
        Solved("06.1", (Vgg, "InceptionV3 article"));
    }

    [Fact]
    public void Weighted_OtherVotes_AreNamed()
    {
        Store("03-vgg16", "VGG16 article", [0.3, 0.95, 0.97, 0.2], [0.1, 0.9, 0.6, 0.9]);
        Store("04-resnet50", ResNet, [0.9, 0.9, 0.2, 0.95], [0.2, 0.4, 0.6, 0.9]); // good, but somebody has to know the third image
        Voters voters = study.Voters(), delegates = voters.OnePerNotebook();
        Solved("06.5", WeightedVote.Fit(delegates.ForFitting).Combine(delegates.Judged));
        Assert.Contains("same weight", NotSolved("06.5", Vote.Soft(delegates.Judged)), StringComparison.Ordinal);
        Assert.Contains("not those", NotSolved("06.5", Vote.Soft(voters.Judged)), StringComparison.Ordinal);
        Assert.Contains("validation images", NotSolved("06.5", WeightedVote.Fit(delegates.ForFitting).Combine(delegates.Validation)), StringComparison.Ordinal);
        Assert.Contains("other images", NotSolved("06.5", voters.Best.Judged.Rows([0, 1])), StringComparison.Ordinal);
    }

    [Fact]
    public void LeastFound_StoredVote_IsTakenAndPrecisionTold()
    {
        study.Record(Answers("Democracy", SceneSplit.Test, [0.9, 0.4, 0.9, 0.9]), "vote", 1); // one of two forests is found, and no sea is missed
        Solved("07.1", "forest");
        Assert.Contains("precision", NotSolved("07.1", "sea"), StringComparison.Ordinal);
        Assert.Contains("mistakes of the vote", NotSolved("07.2", 1), StringComparison.Ordinal);
    }

    [Fact]
    public void OtherRule_RuleOfTheNotebook_IsTold()
    {
        // Sea needs 0.8, the mean of its own images. Of the forests one seems to be sea and three are sure of forest; four cannot say, so that the
        // noise rate makes two suspects of the one.
        double[] forest = [0.05, 0.95, 0.95, 0.95, 0.4, 0.4, 0.4, 0.4], sea = [0.7, 0.9, 0.7, 0.9, 0.7, 0.9, 0.7, 0.9];
        Study mistakes = Open("07-what-they-get-wrong", "out");
        mistakes.Record(Answers("ResNet-50", SceneSplit.Train, [.. forest, .. sea]), "out of fold", 1);
        Solved("07.4", 1);
        Assert.Contains("the rule above", NotSolved("07.4", 2), StringComparison.Ordinal);
        Assert.Contains("9 labels", NotSolved("07.4", 9), StringComparison.Ordinal);
    }

    [Fact]
    public void Calibrated_OneTemperatureForTheVote_IsNotOneForEach()
    {
        static Predictions Tempered(Predictions validation, Predictions judged) => TemperatureScaling.Fit(ValidationPredictions.Of(validation)).Apply(judged);
        Voters voters = study.Voters();
        Solved("07.5", Vote.Soft([.. voters.All.Select(voter => Tempered(voter.Validation, voter.Judged))]));
        Assert.Contains("no temperature", NotSolved("07.5", Vote.Soft(voters.Judged)), StringComparison.Ordinal);
        Assert.Contains("for the vote", NotSolved("07.5", Tempered(Vote.Soft(voters.Validation), Vote.Soft(voters.Judged))), StringComparison.Ordinal);
        Assert.Contains("not those", NotSolved("07.5", voters.Best.Judged), StringComparison.Ordinal);
        Assert.Contains("validation images", NotSolved("07.5", Vote.Soft(voters.Validation)), StringComparison.Ordinal);
    }

    [Fact]
    public void Members_NoneStored_SaysWhatToRun()
    {
        Study empty = Open("06-democracy", "empty");
        Predictions some = Answers(Cnn, SceneSplit.Test, [0.9, 0.9, 0.9, 0.9]);
        foreach (var (number, answer) in new (string, object)[]
            { ("06.1", (Cnn, Vgg)), ("06.2", 1), ("06.3", 1), ("06.4", 1), ("06.5", some), ("07.1", "sea"), ("07.2", 1), ("07.3", Cnn), ("07.5", some) })
            Assert.Contains("run notebooks 2 to 5 first", Check.Exercise(number, answer, empty), StringComparison.Ordinal);
    }

    [Fact]
    public void WithFromScratch_NoCnn_SaysWhatToRun()
    {
        Study other = Open("06-democracy", "other");
        foreach (var split in new[] { SceneSplit.Validation, SceneSplit.Test })
            foreach (string model in new[] { Vgg, ResNet }) Open("03-vgg16", "other").Record(Answers(model, split, [0.9, 0.9, 0.9, 0.9]), "modern", 1);
        Assert.Contains("CNN of notebook 2", Check.Exercise("06.4", 0, other), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Study Open(string notebook, string results) =>
        Study.Open(notebook, new StudyOptions { Data = Path.Combine(folder, "data"), OutFolder = Path.Combine(folder, results) });

    private void Store(string notebook, string model, double[] validation, double[] judged)
    {
        Study earlier = Open(notebook, "out");
        earlier.Record(Answers(model, SceneSplit.Validation, validation), "modern", 1);
        earlier.Record(Answers(model, SceneSplit.Test, judged), "modern", 1);
    }

    /// <summary>Predictions of a split from the probability of each image's true class.</summary>
    private Predictions Answers(string model, SceneSplit split, double[] truth)
    {
        SceneImage[] images = [.. study.Dataset.Of(split)];
        var probabilities = new double[images.Length, 2];
        for (int i = 0; i < images.Length; i++) (probabilities[i, images[i].Label], probabilities[i, 1 - images[i].Label]) = (truth[i], 1 - truth[i]);
        return new Predictions(model, split, study.Dataset.ClassNames, [.. images.Select(image => image.Name)], [.. images.Select(image => image.Label)], probabilities);
    }

    private void Solved(string number, object answer) => Assert.Equal($"Exercise {number} is solved.", Check.Exercise(number, answer, study));

    private string NotSolved(string number, object answer)
    {
        string said = Check.Exercise(number, answer, study);
        Assert.StartsWith($"Exercise {number} is not solved yet: ", said, StringComparison.Ordinal);
        return said;
    }
}

using Scenes.Evaluation;
using Scenes.Reporting;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Reporting.Exercises;

/// <summary>The checks of notebook 08, on a small model of a narrow network.</summary>
public sealed class OwnPhotographsCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-check-").FullName;
    private readonly TransferCase small = new();
    private readonly Study study;
    private readonly TransferModel model;
    private readonly ImageClassifier classifier;

    public OwnPhotographsCheckTests()
    {
        study = Study.Open("08-your-own-photographs", new StudyOptions { Data = small.Dataset.Root, OutFolder = Path.Combine(folder, "out") });
        model = Fit("squeezenet1_1");
        classifier = ImageClassifier.From(model, study.Dataset);
    }

    private IEnumerable<string> Validation => study.Dataset.Validation.Select(image => image.Path);

    [Fact]
    public void Unsure_CountOfTheSure_IsTold()
    {
        Assert.Contains("no model of these images is saved yet", Said("08.1", 1), StringComparison.Ordinal);
        Save();
        long all = study.Dataset.Validation.Count, unsure = classifier.Predict([.. Validation]).LongCount(answer => answer.IsUnsure);
        Assert.Equal("Exercise 08.1 is solved.", Said("08.1", unsure));
        Assert.Contains("not what the threshold marks", Said("08.1", all + 1), StringComparison.Ordinal);
        if (2 * unsure != all) Assert.Contains("how many are sure", Said("08.1", all - unsure), StringComparison.Ordinal);
    }

    [Fact]
    public void BothViews_OneViewOrAnotherNetwork_IsTold()
    {
        Assert.Contains("no model of these images is saved yet", Said("08.2", classifier), StringComparison.Ordinal);
        Save();
        using ImageClassifier both = ImageClassifier.From(model, study.Dataset, averageFlips: true);
        Assert.Equal("Exercise 08.2 is solved.", Said("08.2", both));
        Assert.Contains("one view", Said("08.2", classifier), StringComparison.Ordinal);
        using TransferModel otherModel = Fit("mobilenet_v2");
        using ImageClassifier other = ImageClassifier.From(otherModel, study.Dataset, averageFlips: true);
        Assert.Contains("another network", Said("08.2", other), StringComparison.Ordinal);
    }

    [Fact]
    public void Table_MissingRowsColumnsOrQuotes_AreTold()
    {
        string right = Table(Validation);
        Assert.Equal("Exercise 08.3 is solved.", Said("08.3", right));
        Assert.Contains("1 validation image", Said("08.3", Table(Validation.Skip(1))), StringComparison.Ordinal);
        Assert.Contains("rows for", Said("08.3", Table(Validation.Append(study.Dataset.Train[0].Path))), StringComparison.Ordinal);
        Assert.Contains("first line", Said("08.3", right[(right.IndexOf('\n', StringComparison.Ordinal) + 1)..]), StringComparison.Ordinal);
        Assert.Contains("no table", Said("08.3", "\"open"), StringComparison.Ordinal);
    }

    public void Dispose()
    {
        classifier.Dispose();
        model.Dispose();
        small.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private TransferModel Fit(string network) => TransferTrainer.Fit(small.Network(network), TransferCase.Small(Recipe.Modern), study.Dataset, small.Options);

    private void Save() => classifier.Save(Path.Combine(study.OutFolder, "own-model"));

    private string Said(string number, object answer) => Check.Exercise(number, answer, study);

    private string Table(IEnumerable<string> paths)
    {
        using var text = new StringWriter();
        AnswerFile.WriteCsv(text, classifier.Card.Classes, classifier.Predict([.. paths]));
        return text.ToString();
    }
}

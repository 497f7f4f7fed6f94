using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class StudyVotersTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
    private readonly SceneDataset dataset;

    public StudyVotersTests() => dataset = Sample.Dataset(Path.Combine(folder, "data"));

    private string Run => Path.Combine(folder, "run");

    [Fact]
    public void Voters_StoredModels_AreReadBackInTheOrderOfTheNotebooks()
    {
        Store("04-resnet50", "ResNet50 modern", "modern", 0.7);
        Store("03-vgg16", "VGG16 article", "article", 0.6);
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Open("03-vgg16").Record(Answers("VGG16 trial", SceneSplit.Validation, 0.9), "trial", 1); // validation only: an experiment
        Voters voters = Open("06-democracy").Voters();
        Assert.Equal(["VGG16 article", "VGG16 modern", "ResNet50 modern"], voters.Names);
        Assert.All(voters.All, voter => Assert.Equal((SceneSplit.Validation, SceneSplit.Test), (voter.Validation.Split, voter.Judged.Split)));
        Assert.Equal(["VGG16 article"], voters.Of("article").Names);
        Assert.Equal(["VGG16 modern", "ResNet50 modern"], voters.OnePerNotebook().Names);
        Assert.Equal("VGG16 modern", voters.Best.Model);
        Assert.Equal(["VGG16 modern"], voters.Leading(1).Names);
        Assert.Collection(voters.Missing, plain => Assert.Contains("--only 02", plain, StringComparison.Ordinal), inception => Assert.Contains("--only 05", inception, StringComparison.Ordinal));
    }

    [Fact]
    public void Voters_TooFew_SkipsTheNotebookAndSaysWhatToRun()
    {
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        var skipped = Assert.Throws<StudySkippedException>(() => Open("06-democracy").Voters());
        Assert.Contains("scenes run --only 04", skipped.Message, StringComparison.Ordinal);
        Assert.Equal(["VGG16 modern"], Open("07-what-they-get-wrong").Voters(1).Names);
    }

    [Fact]
    public void Voters_ModelRecordedAgainUnderAnotherRecipe_VotesOnce()
    {
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Store("03-vgg16", "VGG16 modern", "150 px", 0.7);
        Voter voter = Assert.Single(Open("06-democracy").Voters(1).All);
        Assert.Equal(("150 px", 0.7), (voter.Recipe, voter.Judged.Confidence(0)));
    }

    [Fact]
    public void Voters_FileOfAnotherModel_IsPassedOver()
    {
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Store("03-vgg16", "vgg16-modern", "modern", 0.7); // the same file name
        Assert.Equal(["vgg16-modern"], Open("06-democracy").Voters(1).Names);
    }

    [Fact]
    public void Voters_PredictionsOfOtherImages_ArePassedOver()
    {
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Store("04-resnet50", "ResNet50 modern", "modern", 0.7);
        File.Move(Path.Combine(dataset.Root, "val", "sea", "0.jpg"), Path.Combine(dataset.Root, "val", "sea", "9.jpg"));
        Assert.Throws<StudySkippedException>(() => Open("06-democracy").Voters());
    }

    [Fact]
    public void Record_PredictionsAndTests_AreWrittenAsCsvAndJson()
    {
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Study study = Open("03-vgg16");
        Table table = study.Record("Above chance", [Proportions.Wilson(3, 4)]);
        study.Record(Sample.History);
        Assert.Equal(1, table.Data.Rows.Count);
        foreach (string name in new[] { "predictions/03-vgg16-vgg16-modern-test", "tests/03-vgg16-above-chance", "histories/03-vgg16-plain-cnn", "metrics" })
            foreach (string ending in new[] { ".csv", ".json" })
                Assert.True(new FileInfo(Path.Combine(Run, name + ending)).Length > 20, name + ending);
        Assert.Equal(study.Stored("03-vgg16", SceneSplit.Test)[0].Probabilities, PredictionsJson.Read(Path.Combine(Run, "predictions", "03-vgg16-vgg16-modern-test.json")).Probabilities);
        RunFolderGuide.Write(Run);
        Assert.Contains("`statistic_name`", File.ReadAllText(Path.Combine(Run, RunFolderGuide.Name)), StringComparison.Ordinal);
    }

    [Fact]
    public void Keep_FigureAndTable_AreDrawnAgainFromTheRun()
    {
        Study study = Open("07-what-they-get-wrong");
        var figure = study.Keep(Figures.LearningCurves(Sample.History, "grad-cam-truth"));
        var kept = FigureCatalogue.Of(RunFolder.Open(Run), () => dataset).Single(entry => entry.Id == "grad-cam-truth");
        Assert.Equal(figure.ToJson(), kept.Build().ToJson());
        Assert.Null(RunFolder.Open(Run).Kept("07-what-they-get-wrong", "grad-cam"));
        Table table = study.Keep(Tables.Tests([Proportions.Wilson(3, 4)], "kept"));
        string path = Path.Combine(Run, "tables", "07-what-they-get-wrong-kept");
        Assert.Equal(table.ToCsv(), File.ReadAllText($"{path}.csv"));
        Assert.Equal(table.ToString(), Table.FromJson(File.ReadAllText($"{path}.json")).ToString());
    }

    [Fact]
    public void Catalogue_MembersOfTheRun_AreThoseOfTheNotebook()
    {
        Store("04-resnet50", "ResNet50 modern", "modern", 0.7);
        Store("03-vgg16", "VGG16 modern", "modern", 0.9);
        Open("03-vgg16").Record(Answers("VGG16 flipped", SceneSplit.Test, 0.9), "trial", 1); // test only: has no vote
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), () => dataset).ToDictionary(figure => figure.Id);
        Voters voters = Open("06-democracy").Voters();
        Assert.Equal(Figures.Disagreement(DiversityReport.Of(voters.Validation)).ToJson(), figures["disagreement"].Build().ToJson());
        Assert.Equal(Figures.EnsembleSizes(EnsembleSize.Of(voters.Leading(8).Judged, members => Vote.Soft(members))).ToJson(), figures["one-more-member"].Build().ToJson());
        Assert.True(figures["hard-images"].IsAvailable);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Study Open(string notebook) => Study.Open(notebook, new StudyOptions { Data = dataset.Root, OutFolder = Run });

    private void Store(string notebook, string model, string recipe, double sure)
    {
        foreach (SceneSplit split in new[] { SceneSplit.Validation, SceneSplit.Test }) Open(notebook).Record(Answers(model, split, sure), recipe, 1);
    }

    private Predictions Answers(string model, SceneSplit split, double sure)
    {
        var images = dataset.Of(split);
        var probabilities = new double[images.Count, 2];
        for (int i = 0; i < images.Count; i++) (probabilities[i, images[i].Label], probabilities[i, 1 - images[i].Label]) = (sure, 1 - sure);
        return new Predictions(model, split, dataset.ClassNames, [.. images.Select(image => image.Name)], [.. images.Select(image => image.Label)], probabilities);
    }
}

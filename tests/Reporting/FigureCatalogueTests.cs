using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class FigureCatalogueTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private string Run => Path.Combine(folder, "run");

    [Fact]
    public void Of_EmptyRun_ListsEveryNotebookOfTheArticleAsMissing()
    {
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs);
        Assert.Equal(figures.Count, figures.Select(figure => figure.Id).Distinct().Count());
        foreach (string id in new[] { "02-plain-cnn-curves", "03-vgg16-confusion", "04-resnet50-predictions", "05-inception-v3-curves", "06-democracy-confusion" })
            Assert.False(figures.Single(figure => figure.Id == id).IsAvailable);
        var missing = figures.Single(figure => figure.Id == "03-vgg16-confusion");
        Assert.Contains("scenes run --only 03", Assert.Throws<FileNotFoundException>(() => missing.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_StoredResults_AreDrawnUnderTheIdOfTheCatalogue()
    {
        var dataset = Sample.Dataset(Path.Combine(folder, "data"));
        var study = Study.Open("03-vgg16", new StudyOptions { Data = dataset.Root, OutFolder = Run });
        study.Record(Sample.History);
        study.Record(Sample.Predictions([.. dataset.Test.Select(image => image.Name)], model: "frozen"), "article", 1);
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), () => dataset);
        foreach (string id in new[]
        {
            "class-pictures", "class-counts", "augmentation", "audit-conflicts", "accuracies", "03-vgg16-plain-cnn-curves", "03-vgg16-frozen-test-confusion",
            "03-vgg16-frozen-test-predictions", "03-vgg16-frozen-test-classes", "03-vgg16-frozen-test-calibration", "network-residual-block",
        })
        {
            var entry = figures.Single(figure => figure.Id == id);
            Assert.Equal(id, entry.Build().Id);
        }
        var curves = (ChartFigure)figures.Single(figure => figure.Id == "03-vgg16-plain-cnn-curves").Build();
        Assert.Equal([0.25, 0.6], ((LineTrace)curves.Panels[1].Traces[1]).Y);
        var accuracies = (ChartFigure)figures.Single(figure => figure.Id == "accuracies").Build();
        Assert.Contains(0.872, ((IntervalTrace)accuracies.Panels[0].Traces[1]).Values);
    }

    [Fact]
    public void Build_SetWithoutTestSplit_ShowsFinishedModelsAlone()
    {
        foreach (string name in (string[])["forest", "sea"])
            for (int i = 0; i < 30; i++)
            {
                string path = Path.Combine(folder, "data", name, $"{i}.jpg");
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, $"{name} {i}"); // the index reads bytes only
            }
        var study = Study.Open("03-vgg16", new StudyOptions { Data = Path.Combine(folder, "data"), OutFolder = Run });
        foreach (string model in (string[])["one", "tried", "two"])
        {
            var said = new Predictions(model, SceneSplit.Validation, ["forest", "sea"], ["a.jpg", "b.jpg"], [0, 1], new[,] { { 0.75, 0.25 }, { 0.6, 0.4 } });
            MetricsRow row = study.Record(said, "modern", 1);
            if (model == "tried") MetricsFile.Add(Path.Combine(Run, MetricsFile.Name), row with { Judged = false });
        }
        var run = RunFolder.Open(Run);
        Assert.Equal(["one", "two"], run.Voting().Select(one => one.Row.Model));
        var accuracies = (ChartFigure)FigureCatalogue.Of(run, NoPhotographs).Single(figure => figure.Id == "accuracies").Build();
        string[] labels = [.. accuracies.Panels.SelectMany(panel => panel.Traces).OfType<IntervalTrace>().SelectMany(trace => trace.Labels)];
        Assert.Superset(new HashSet<string> { "one", "two" }, labels.ToHashSet());
        Assert.DoesNotContain("tried", labels);
    }

    [Fact]
    public async Task Build_StoredTables_AreDrawnAsTheyWereShown()
    {
        Table shown = Tables.Metrics([MetricsRow.Of("06-democracy", Sample.Predictions(), "hard", 1)], "votes");
        Directory.CreateDirectory(Path.Combine(Run, "tables"));
        foreach (string name in new[] { "06-democracy-votes", "article-beside-the-article" })
            await File.WriteAllTextAsync(Path.Combine(Run, "tables", name + ".json"), shown.ToJson(), TestContext.Current.CancellationToken);
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs);
        Assert.True(figures.Single(figure => figure.Id == "article-beside-the-article").IsArticle);
        Assert.False(figures.Single(figure => figure.Id == "metrics").IsAvailable);
        var drawn = (TableFigure)figures.Single(figure => figure.Id == "06-democracy-votes").Build();
        Assert.Equal(shown.ToCsv(), drawn.Table.ToCsv());
        Assert.Equal(shown.ToCsv(), ((TableFigure)Figure.FromJson(drawn.ToJson())).Table.ToCsv());
        Assert.Contains("<table", drawn.ToPage(), StringComparison.Ordinal);
        string svg = await File.ReadAllTextAsync(await SvgWriter.WriteAsync(drawn, folder, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        foreach (string cell in shown.Row(0)) Assert.Contains($">{cell}</text>", svg, StringComparison.Ordinal);
        foreach (string text in new[] { "{}", "nothing", shown.ToJson().Replace("\"values\":[4", "\"values\":[\"two\"", StringComparison.Ordinal) })
        {
            await File.WriteAllTextAsync(Path.Combine(Run, "tables", "06-democracy-votes.json"), text, TestContext.Current.CancellationToken);
            var damaged = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs).Single(figure => figure.Id == "06-democracy-votes");
            Assert.Contains("06-democracy-votes.json", Assert.Throws<InvalidDataException>(() => damaged.Build()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_FigureThatOnlyANotebookMakes_IsDrawnFromItsData()
    {
        var study = Study.Open("02-plain-cnn", new StudyOptions { Data = Sample.Dataset(Path.Combine(folder, "data")).Root, OutFolder = Run });
        Figure diagnosis = study.Keep(Figures.Bars("diagnosis-net", "Diagnosis", "", ["a"], [0.25], "n"));
        study.Keep(Figures.ConfusionMatrix(Sample.Predictions())); // the catalogue draws it from predictions
        study.Record(Sample.Predictions(), "article", 1);
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs);
        Assert.Equal(diagnosis.ToJson(), (figures.Single(figure => figure.Id == "02-plain-cnn-diagnosis-net").Build() with { Id = diagnosis.Id }).ToJson());
        Assert.DoesNotContain(figures, figure => figure.Id.StartsWith("02-plain-cnn-confusion-", StringComparison.Ordinal));
        string file = Directory.GetFiles(Path.Combine(Run, "figures"), "*diagnosis-net.json").Single(), whole = File.ReadAllText(file);
        string[] damaged = ["{}", "nothing", "null", whole.Replace("\"panels\"", "\"pannels\"", StringComparison.Ordinal), whole.Replace("diagnosis-net", "no slug", StringComparison.Ordinal)];
        foreach (string text in damaged)
        {
            File.WriteAllText(file, text);
            CatalogueFigure stored = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs).Single(figure => figure.Id == "02-plain-cnn-diagnosis-net");
            Assert.Contains(file, Assert.Throws<InvalidDataException>(() => stored.Build()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Of_NotebookWhoseNameIsNoSlug_OwnsWhatItStored()
    {
        const string Name = "09_My (own) notebook";
        var study = Study.Open(Name, new StudyOptions { Data = Sample.Dataset(Path.Combine(folder, "data")).Root, OutFolder = Run });
        study.Keep(Figures.Bars("bars", "Bars", "", ["a"], [0.25], "n"));
        study.Keep(Tables.Metrics([study.Record(Sample.Predictions(), "modern", 1)], "votes"));
        RunFolder run = RunFolder.Open(Run);
        Assert.NotNull(run.Find(Name, "VGG16", SceneSplit.Test));
        Assert.NotNull(run.Kept(Name, "bars"));
        CatalogueFigure[] own = [.. FigureCatalogue.Of(run, NoPhotographs).Where(figure => figure.Notebook == Name)];
        Assert.Equal([("-bars", false), ("-votes", false), ("-vgg16-test-classes", false), ("-vgg16-test-calibration", false)],
            own.Select(figure => (figure.Id[Slug.Of(Name).Length..], figure.IsArticle)).OrderBy(figure => figure.Item1.Length));
        Assert.All(own, figure => Assert.Equal(figure.Id, figure.Build().Id));
    }

    /// <summary>Somebody may put a file of their own into the folder.</summary>
    [Fact]
    public void Build_FileWhoseNameIsNoSlug_IsDrawnUnderItsSlug()
    {
        string file = Path.Combine(Run, "tables", "My table.json");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, Tables.Accuracies([Sample.Predictions()]).ToJson());
        Assert.Equal("my-table", FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs).Single(figure => figure.Title == "Table, My table").Build().Id);
    }

    [Theory]
    [InlineData("VGG16 article", true)]
    [InlineData("VGG16 modern", false)]
    public void Of_Model_IsTheArticlesIfItsRecipeIs(string model, bool article)
    {
        var study = Study.Open("03-vgg16", new StudyOptions { Data = Sample.Dataset(Path.Combine(folder, "data")).Root, OutFolder = Run });
        study.Record(Sample.Predictions(model: model), "recipe", 1);
        var figures = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs).Where(figure => figure.Id.EndsWith("-test-confusion", StringComparison.Ordinal));
        Assert.Equal(article, Assert.Single(figures).IsArticle);
    }

    [Fact]
    public void Build_DamagedPredictions_NamesTheFile()
    {
        string file = Path.Combine(Run, "predictions", "03-vgg16-frozen-test.csv");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "nothing");
        var figure = FigureCatalogue.Of(RunFolder.Open(Run), NoPhotographs).Single(figure => figure.Id == "03-vgg16-frozen-test-confusion");
        Assert.Contains(file, Assert.Throws<InvalidDataException>(() => figure.Build()).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static SceneDataset NoPhotographs() => throw new InvalidOperationException("the photographs were opened though nobody asked for them");
}

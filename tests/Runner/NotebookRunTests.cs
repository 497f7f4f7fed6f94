using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

public sealed class NotebookRunTests : IDisposable
{
    private readonly NotebookFile files = new();
    private readonly StringWriter log = new();

    [Fact]
    public async Task RunAsync_SeveralNotebooks_RunInOrderAndAreWritten()
    {
        files.Write("02-b.ipynb", "2");
        files.Write("01-a.ipynb", "Console.WriteLine(\"hello\");\n1");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(["01-a.ipynb", "02-b.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName).Order());
        string text = log.ToString();
        Assert.True(text.IndexOf("01-a", StringComparison.Ordinal) < text.IndexOf("02-b", StringComparison.Ordinal), text);
        Assert.Contains("hello", text, StringComparison.Ordinal);
        Assert.False(Notebook.Load(Path.Combine(files.Folder, "01-a.ipynb")).Cells[0].HasOutputs);
    }

    [Fact]
    public async Task RunAsync_Only_RunsTheNotebooksThatStartSo()
    {
        files.Write("01-a.ipynb", "1");
        files.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.Success, await RunAsync("02"));
        Assert.Equal(["02-b.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName));
        Assert.Equal(NotebookRun.Misused, await RunAsync("07"));
        Assert.Contains("There are: 01-a, 02-b.", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(NotebookRun.Misused, await RunAsync("01", "9"));
        Assert.Contains("fits --only 9. There are", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FailingCell_NamesNotebookCellLineAndMessageAndStops()
    {
        files.Write("01-a.ipynb", "1", "\nthrow new Exception(\"no luck\");");
        files.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.CellFailed, await RunAsync());
        Assert.Contains("01-a: failed in cell 2, line 2: Exception: no luck", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(["01-a.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task RunAsync_SkippedNotebook_GoesOnWithTheNextAndSaysSo()
    {
        files.Write("01-a.ipynb", $"#r \"{typeof(Study).Assembly.Location}\"\nScenes.Reporting.Study.Skip(\"no weights for resnet50\");");
        files.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        Assert.Contains("01-a: not run from cell 1 on: no weights for resnet50", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Out, "notebooks")).Length);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("{}", false)]
    [InlineData("""{"keeps_results": "yes"}""", false)]
    [InlineData("""{"keeps_results": true}""", true)]
    public async Task RunAsync_StoredResultsOfThatName_StayWhereTheNotebookSaysSo(string? metadata, bool stay)
    {
        string path = files.Write("01-a.ipynb", "1"), stored = Path.Combine(Out, "predictions", "01-a-model-test.csv");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        if (metadata is not null) json["metadata"]!["scenes"] = JsonNode.Parse(metadata);
        File.WriteAllText(path, json.ToJsonString());
        Directory.CreateDirectory(Path.GetDirectoryName(stored)!);
        File.WriteAllText(stored, "");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(stay, File.Exists(stored));
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatIsFinishedAndExitsWith130()
    {
        files.Write("01-a.ipynb", "1");
        files.Write("02-b.ipynb", "2");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Equal(NotebookRun.Stopped, await RunAsync(stop.Token));
        Assert.Contains("stopped at cell 1", log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NotebookWithAStudy_WritesTheReportOfWhatItShowed()
    {
        await WriteImagesAsync("data");
        string data = Path.Combine(files.Folder, "data");
        string library = typeof(Study).Assembly.Location, options = $"new StudyOptions {{ Data = \"{data}\", OutFolder = \"{Out}\" }}";
        files.Write("01-a.ipynb",
            $"#r \"{library}\"\nusing Scenes.Data;\nusing Scenes.Evaluation;\nusing Scenes.Reporting;\nvar study = Study.Open(\"01-a\", {options});",
            "study.Record(new Predictions(\"net\", SceneSplit.Test, new[] { \"cold\", \"hot\" }, new[] { \"a.jpg\" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), \"modern\", 1).ToString()",
            "display(Figures.ClassCounts(study.Dataset));\nTables.Metrics(MetricsFile.Read(System.IO.Path.Combine(study.OutFolder, \"metrics.csv\")))");
        files.Write("02-b.ipynb", $"#r \"{library}\"\nScenes.Reporting.Study.Skip(\"no <weights> here\");");
        MetricsFile.Add(Path.Combine(Out, MetricsFile.Name), new MetricsRow("01-a", "gone", "old", Scenes.Data.SceneSplit.Test, 1, 1, 0, 1, 1));

        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        Assert.Contains("02-b: not run from cell 1 on: no &lt;weights&gt; here", page, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Out, "figures", "01-a-class-counts.json")));
        Assert.True(File.Exists(Path.Combine(Out, "tables", "01-a-metrics.csv")));
        Assert.Equal(["net"], MetricsFile.Read(Path.Combine(Out, MetricsFile.Name)).Select(row => row.Model)); // the row of an earlier run is gone
    }

    [Fact]
    public async Task RunAsync_NetworkOfTheArticleOnPhotographs_StandsBesideTheArticle()
    {
        await WriteImagesAsync("data");
        string data = Path.Combine(files.Folder, "data");
        files.Write("03-vgg16.ipynb",
            $"#r \"{typeof(Study).Assembly.Location}\"\nusing Scenes.Data;\nusing Scenes.Evaluation;\nusing Scenes.Reporting;\nvar study = Study.Open(\"03-vgg16\", new StudyOptions {{ Data = \"{data}\", OutFolder = \"{Out}\" }});",
            "study.Record(new Predictions(\"VGG16 article\", SceneSplit.Test, new[] { \"cold\", \"hot\" }, new[] { \"a.jpg\" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), \"article\", 1).ToString()");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        string section = page[page.IndexOf("id=\"article-beside-the-article\"", StringComparison.Ordinal)..];
        foreach (string cell in (string[])["VGG16 article", "0.848", "1.000", "not shown to be above"]) Assert.Contains($">{cell}<", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OneNotebookAgain_WritesTheSamePageWithTheOthers()
    {
        await WriteImagesAsync("one");
        const string Metrics = "Tables.Metrics(MetricsFile.Read(System.IO.Path.Combine(study.OutFolder, \"metrics.csv\")))";
        files.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));\n" + Metrics, "display(Figures.Bars(\"bars\", \"<Bars>\", \"\", new[] { \"a\" }, new[] { 0.1 + 0.2 }, \"n\"));");
        files.Write("04-b.ipynb", Storing("04-b"), "display(Figures.ClassCounts(study.Dataset));\nStudy.Skip(\"no weights\");");
        files.Write("05-c.ipynb", Storing("05-c"), Metrics);
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        string first = await PageAsync();
        Assert.Equal(NotebookRun.Success, await RunAsync("05"));
        Assert.Equal(first, await PageAsync());
        foreach (string part in (string[])["id=\"03-a-class-counts\"", "id=\"03-a-metrics\"", "id=\"03-a-bars\"", "id=\"04-b-class-counts\"", "id=\"05-c-metrics\"", "04-b: not run from cell 2 on: no weights"])
            Assert.Contains(part, first, StringComparison.Ordinal);

        async Task<string> PageAsync() =>
            Regex.Replace(await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken), @"\d{4}-\d\d-\d\d \d\d:\d\d(:\d\d)? UTC", "");
    }

    [Fact]
    public async Task RunAsync_NotebookThatGoesOnWithoutANetwork_SaysSoInTheReportAndExitsWith3()
    {
        await WriteImagesAsync("one");
        files.Write("05-c.ipynb", Storing("05-c"), "study.LeaveOut(\"VGG16 was not run: no <weights>.\");\nstudy.LeaveOut(\"VGG16 was not run: no <weights>.\");", "display(Figures.ClassCounts(study.Dataset));");
        files.Write("06-d.ipynb", Storing("06-d"));
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        Assert.Matches(@"05-c: 3 cells in \d+\.\d s; VGG16 was not run: no <weights>\.\r?\n", log.ToString());
        await AssertSaidAsync();
        Assert.Equal(NotebookRun.Success, await RunAsync("06"));
        await AssertSaidAsync(); // of the earlier run

        async Task AssertSaidAsync()
        {
            string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
            Assert.Contains("<li>05-c: VGG16 was not run: no &lt;weights&gt;.</li>", page, StringComparison.Ordinal);
            Assert.Contains("id=\"05-c-class-counts\"", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<li>06-d", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task RunAsync_PartLeftOutBeforeTheRestCannotRun_ReportHasBothReasons()
    {
        await WriteImagesAsync("one");
        files.Write("05-c.ipynb", Storing("05-c"), "study.LeaveOut(\"No VGG16.\");", "Study.Skip(\"no weights\");");
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        Assert.Contains("<li>05-c: not run from cell 3 on: no weights No VGG16.</li>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_Solutions_LeaveNotebooksAndReportAlone()
    {
        await WriteImagesAsync("one");
        string path = files.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string[] before = Before();
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        json["metadata"]!["scenes"] = JsonNode.Parse("""{"keeps_results": true}""");
        File.WriteAllText(path, json.ToJsonString());
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(before, Before());
        Assert.True(File.Exists(Path.Combine(Out, "notebooks", "solutions", "03-a.ipynb")));

        string[] Before() => [.. ((string[])["notebooks/03-a.ipynb", ReportWriter.PageName, "report.json"]).Select(name => File.ReadAllText(Path.Combine(Out, name)))];
    }

    [Fact]
    public async Task RunAsync_FailureBeforeOthers_ReportNamesWhatWasNotReachedAndWhereOldPartsComeFrom()
    {
        await WriteImagesAsync("one");
        files.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));");
        files.Write("04-b.ipynb", Storing("04-b"), "display(Figures.ClassCounts(study.Dataset));");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string parts = Path.Combine(Out, "report.json");
        File.WriteAllText(parts, Regex.Replace(File.ReadAllText(parts), "\"commit\": \"[^\"]*\"", "\"commit\": \"0123456789abcdef\""));
        files.Write("03-a.ipynb", Storing("03-a"), "throw new Exception(\"no luck\");");
        Assert.Equal(NotebookRun.CellFailed, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        Assert.Contains("Not run to the end", page, StringComparison.Ordinal);
        Assert.Contains("04-b: not reached; what stands below is of an earlier run.", page, StringComparison.Ordinal);
        Assert.Matches("Rows of 04-b: [^<]*commit 01234567", page);
        Assert.Contains("This set has no test images", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_OtherImages_SetsAsideEveryResultOfTheFirstRun()
    {
        files.Write("03-a.ipynb", Storing("03-a"));
        files.Write("04-b.ipynb", Storing("04-b"));
        await WriteImagesAsync("one", "two");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(["03-a", "04-b"], RunFolder.Open(Out).Metrics().Select(row => row.Notebook));
        files.Write("04-b.ipynb", Storing("04-b", "two"));
        Assert.Equal(NotebookRun.Success, await RunAsync("04"));
        RunFolder run = RunFolder.Open(Out);
        Assert.Equal(["04-b"], run.Metrics().Select(row => row.Notebook));
        Assert.Equal(["04-b-net-validation"], run.Predictions.Select(stored => stored.Name));
        Assert.DoesNotContain("03-a", await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        RunFolder earlier = RunFolder.Open(Assert.Single(Directory.GetDirectories(Path.Combine(Out, "earlier"))));
        Assert.Equal(["03-a", "04-b"], earlier.Metrics().Select(row => row.Notebook));
        Assert.Equal(["03-a-net-validation", "04-b-net-validation"], earlier.Predictions.Select(stored => stored.Name));
    }

    [Theory]
    [InlineData("no such folder", NotebookRun.CellFailed)]
    [InlineData("one", NotebookRun.PartsNotRun)]
    public async Task RunAsync_NotebookThatCannotStart_KeepsWhatItStored(string data, int outcome)
    {
        files.Write("03-a.ipynb", Storing("03-a"));
        await WriteImagesAsync("one");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string cell = Storing("03-a", data);
        files.Write("03-a.ipynb", $"{cell[..cell.IndexOf("study.Record", StringComparison.Ordinal)]}Study.Skip(\"no weights\");");
        Assert.Equal(outcome, await RunAsync());
        Assert.Equal("03-a", Assert.Single(RunFolder.Open(Out).Metrics()).Notebook);
        Assert.Single(RunFolder.Open(Out).Predictions);
    }

    /// <summary>The new run stores "net" anew, and no "gone".</summary>
    [Theory]
    [InlineData("throw new Exception(\"no luck\");", NotebookRun.CellFailed, true)]
    [InlineData("Study.Skip(\"no weights\");", NotebookRun.PartsNotRun, true)]
    [InlineData("1", NotebookRun.Success, false)]
    public async Task RunAsync_NotebookAgain_LosesWhatItDidNotReplaceOnlyWhenItCompletes(string cell, int outcome, bool stays)
    {
        await WriteImagesAsync("one");
        files.Write("03-a.ipynb", Storing("03-a"), Storing("03-a").Replace("\"net\"", "\"gone\"", StringComparison.Ordinal), "study.Keep(Figures.ClassCounts(study.Dataset))");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        files.Write("03-a.ipynb", Storing("03-a").Replace("0.9, 0.1", "0.8, 0.2", StringComparison.Ordinal), cell);
        Assert.Equal(outcome, await RunAsync());
        RunFolder run = RunFolder.Open(Out);
        Assert.Equal(stays ? ["gone", "net"] : ["net"], run.Metrics().Select(row => row.Model));
        Assert.Equal(stays ? ["03-a-gone-validation", "03-a-net-validation"] : ["03-a-net-validation"], run.Predictions.Select(stored => stored.Name));
        Assert.Equal(stays, File.Exists(Path.Combine(Out, "predictions", "03-a-gone-validation.json")));
        Assert.Equal(stays, File.Exists(Path.Combine(Out, "figures", "03-a-class-counts.json")));
        Assert.Equal(0.8, run.Predictions[^1].Read().Probabilities[0, 0]);
    }

    [Fact]
    public async Task RunAsync_NotebookAgain_DoesNotSeeItsOldModels()
    {
        await WriteImagesAsync("one");
        const string Models = "foreach (string name in new[] { \"old\", \"new\" }.Skip(SKIP))\n    study.Record(new Predictions(name, SceneSplit.Validation, study.Dataset.ClassNames.ToArray(), study.Dataset.Validation.Select(image => image.Name).ToArray(), "
            + "study.Dataset.Validation.Select(image => image.Label).ToArray(), Half(study.Dataset.Validation.Count)), \"modern\", 1);\n"
            + "double[,] Half(int images)\n{\n    var said = new double[images, 2];\n    for (int i = 0; i < images; i++) (said[i, 0], said[i, 1]) = (0.5, 0.5);\n    return said;\n}";
        const string Seen = "Console.WriteLine(\"seen: \" + string.Join(\" \", study.Stored(\"03-a\", SceneSplit.Validation).Select(said => said.Model)));";
        files.Write("03-a.ipynb", Storing("03-a"), Models.Replace("SKIP", "0", StringComparison.Ordinal), Seen);
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Contains("seen: new old", log.ToString(), StringComparison.Ordinal);
        files.Write("03-a.ipynb", Storing("03-a"), Models.Replace("SKIP", "1", StringComparison.Ordinal), Seen);
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Contains("seen: new\n", log.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NotebookThatStoresNothingAgain_ForgetsWhatItStoredAndNothingElse()
    {
        string[] own = ["predictions/01-a-old-test.csv", "histories/01-a-old.json", "tests/01-a-old.csv", "figures/01-a-old.json"], others = ["predictions/01-a-b-net-test.csv", "tests/02-b-old.csv"];
        foreach (string name in (string[])[.. own, .. others])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(Out, name))!);
            await File.WriteAllTextAsync(Path.Combine(Out, name), "", TestContext.Current.CancellationToken);
        }
        MetricsFile.Add(Path.Combine(Out, MetricsFile.Name), new MetricsRow("01-a-b", "net", "modern", Scenes.Data.SceneSplit.Test, 1, 1, 0, 1, 1));
        files.Write("01-a.ipynb", "1");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.All(own, name => Assert.False(File.Exists(Path.Combine(Out, name)), name));
        Assert.All(others, name => Assert.True(File.Exists(Path.Combine(Out, name)), name));
        Assert.Equal("01-a-b", Assert.Single(RunFolder.Open(Out).Metrics()).Notebook);
    }

    public void Dispose()
    {
        log.Dispose();
        files.Dispose();
    }

    private string Out => Path.Combine(files.Folder, "out");

    /// <summary>Folders of two classes; the index reads bytes only, so any bytes will do.</summary>
    private async Task WriteImagesAsync(params string[] folders)
    {
        foreach (string data in folders)
            foreach (string name in (string[])["cold", "hot"])
            {
                string folder = Directory.CreateDirectory(Path.Combine(files.Folder, data, name)).FullName;
                for (int i = 0; i < 30; i++) await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.jpg"), $"{data} {name} {i}", TestContext.Current.CancellationToken);
            }
    }

    /// <summary>A cell that stores the predictions of a model on a folder of photographs.</summary>
    private string Storing(string notebook, string data = "one") => $$"""
        #r "{{typeof(Study).Assembly.Location}}"
        using Scenes.Data;
        using Scenes.Evaluation;
        using Scenes.Reporting;
        var study = Study.Open("{{notebook}}", new StudyOptions { Data = @"{{Path.Combine(files.Folder, data)}}", OutFolder = @"{{Out}}" });
        study.Record(new Predictions("net", SceneSplit.Validation, new[] { "cold", "hot" }, new[] { "a.jpg" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), "modern", 1);
        """;

    private Task<int> RunAsync(params string[] only) => RunAsync(CancellationToken.None, only);

    private Task<int> RunAsync(CancellationToken cancellation, params string[] only) =>
        NotebookRun.RunAsync(new RunSettings { Notebooks = files.Folder, OutFolder = Out, Only = only, Pictures = false }, log, cancellation);
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

/// <summary>Runs into a folder that has results already.</summary>
public sealed class NotebookRerunTests : NotebookRunCase
{
    [Theory]
    [InlineData(null, false)]
    [InlineData("{}", false)]
    [InlineData("""{"keeps_results": "yes"}""", false)]
    [InlineData("""{"keeps_results": true}""", true)]
    public async Task RunAsync_StoredResultsOfThatName_StayWhereTheNotebookSaysSo(string? metadata, bool stay)
    {
        string path = Notebooks.Write("01-a.ipynb", "1"), stored = Path.Combine(Out, "predictions", "01-a-model-test.csv");
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        if (metadata is not null) json["metadata"]!["scenes"] = JsonNode.Parse(metadata);
        File.WriteAllText(path, json.ToJsonString());
        Directory.CreateDirectory(Path.GetDirectoryName(stored)!);
        File.WriteAllText(stored, "");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(stay, File.Exists(stored));
    }

    [Fact]
    public async Task RunAsync_OneNotebookAgain_WritesTheSamePageWithTheOthers()
    {
        await WriteImagesAsync("one");
        const string Metrics = "Tables.Metrics(MetricsFile.Read(System.IO.Path.Combine(study.OutFolder, \"metrics.csv\")))";
        Notebooks.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));\n" + Metrics, "display(Figures.Bars(\"bars\", \"<Bars>\", \"\", new[] { \"a\" }, new[] { 0.1 + 0.2 }, \"n\"));");
        Notebooks.Write("04-b.ipynb", Storing("04-b"), "display(Figures.ClassCounts(study.Dataset));\nStudy.Skip(\"no weights\");");
        Notebooks.Write("05-c.ipynb", Storing("05-c"), Metrics);
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
    public async Task RunAsync_Solutions_LeaveNotebooksAndReportAlone()
    {
        await WriteImagesAsync("one");
        string path = Notebooks.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));");
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
        Notebooks.Write("03-a.ipynb", Storing("03-a"), "display(Figures.ClassCounts(study.Dataset));");
        Notebooks.Write("04-b.ipynb", Storing("04-b"), "display(Figures.ClassCounts(study.Dataset));");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string parts = Path.Combine(Out, "report.json");
        File.WriteAllText(parts, Regex.Replace(File.ReadAllText(parts), "\"commit\": \"[^\"]*\"", "\"commit\": \"0123456789abcdef\""));
        Notebooks.Write("03-a.ipynb", Storing("03-a"), "throw new Exception(\"no luck\");");
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
        Notebooks.Write("03-a.ipynb", Storing("03-a"));
        Notebooks.Write("04-b.ipynb", Storing("04-b"));
        await WriteImagesAsync("one", "two");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(["03-a", "04-b"], RunFolder.Open(Out).Metrics().Select(row => row.Notebook));
        Notebooks.Write("04-b.ipynb", Storing("04-b", "two"));
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
        Notebooks.Write("03-a.ipynb", Storing("03-a"));
        await WriteImagesAsync("one");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string cell = Storing("03-a", data);
        Notebooks.Write("03-a.ipynb", $"{cell[..cell.IndexOf("study.Record", StringComparison.Ordinal)]}Study.Skip(\"no weights\");");
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
        Notebooks.Write("03-a.ipynb", Storing("03-a"), Storing("03-a").Replace("\"net\"", "\"gone\"", StringComparison.Ordinal), "study.Keep(Figures.ClassCounts(study.Dataset))");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Notebooks.Write("03-a.ipynb", Storing("03-a").Replace("0.9, 0.1", "0.8, 0.2", StringComparison.Ordinal), cell);
        Assert.Equal(outcome, await RunAsync());
        RunFolder run = RunFolder.Open(Out);
        Assert.Equal(stays ? ["gone", "net"] : ["net"], run.Metrics().Select(row => row.Model));
        Assert.Equal(stays ? ["03-a-gone-validation", "03-a-net-validation"] : ["03-a-net-validation"], run.Predictions.Select(stored => stored.Name));
        Assert.Equal(stays, File.Exists(Path.Combine(Out, "predictions", "03-a-gone-validation.json")));
        Assert.Equal(stays, File.Exists(Path.Combine(Out, "figures", "03-a-class-counts.json")));
        Assert.Equal(0.8, run.Predictions[^1].Read().Probabilities[0, 0]);
    }

    [Fact]
    public async Task RunAsync_NotebookWhoseNameIsNoSlug_LosesTheFiguresAndTablesThatItNoLongerShows()
    {
        await WriteImagesAsync("one");
        Notebooks.Write("09_my_own.ipynb", Storing("09_my_own"), "display(Figures.ClassCounts(study.Dataset));\nTables.Metrics(MetricsFile.Read(System.IO.Path.Combine(study.OutFolder, \"metrics.csv\")))");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal("09_my_own", Assert.Single(RunFolder.Open(Out).Figures).Notebook);
        Assert.Equal("09_my_own", Assert.Single(RunFolder.Open(Out).Tables).Notebook);
        Notebooks.Write("09_my_own.ipynb", Storing("09_my_own"));
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Empty(RunFolder.Open(Out).Figures);
        Assert.Empty(RunFolder.Open(Out).Tables);
        Assert.Single(RunFolder.Open(Out).Predictions);
    }

    [Fact]
    public async Task RunAsync_NotebookAgain_DoesNotSeeItsOldModels()
    {
        await WriteImagesAsync("one");
        const string Models = "foreach (string name in new[] { \"old\", \"new\" }.Skip(SKIP))\n    study.Record(new Predictions(name, SceneSplit.Validation, study.Dataset.ClassNames.ToArray(), study.Dataset.Validation.Select(image => image.Name).ToArray(), "
            + "study.Dataset.Validation.Select(image => image.Label).ToArray(), Half(study.Dataset.Validation.Count)), \"modern\", 1);\n"
            + "double[,] Half(int images)\n{\n    var said = new double[images, 2];\n    for (int i = 0; i < images; i++) (said[i, 0], said[i, 1]) = (0.5, 0.5);\n    return said;\n}";
        const string Seen = "Console.WriteLine(\"seen: \" + string.Join(\" \", study.Stored(\"03-a\", SceneSplit.Validation).Select(said => said.Model)));";
        Notebooks.Write("03-a.ipynb", Storing("03-a"), Models.Replace("SKIP", "0", StringComparison.Ordinal), Seen);
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Contains("seen: new old", Log.ToString(), StringComparison.Ordinal);
        Notebooks.Write("03-a.ipynb", Storing("03-a"), Models.Replace("SKIP", "1", StringComparison.Ordinal), Seen);
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Contains("seen: new\n", Log.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
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
        Notebooks.Write("01-a.ipynb", "1");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.All(own, name => Assert.False(File.Exists(Path.Combine(Out, name)), name));
        Assert.All(others, name => Assert.True(File.Exists(Path.Combine(Out, name)), name));
        Assert.Equal("01-a-b", Assert.Single(RunFolder.Open(Out).Metrics()).Notebook);
    }
}

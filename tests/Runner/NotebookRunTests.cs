using Scenes.Reporting;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

public sealed class NotebookRunTests : NotebookRunCase
{
    [Fact]
    public async Task RunAsync_SeveralNotebooks_RunInOrderAndAreWritten()
    {
        Notebooks.Write("02-b.ipynb", "2");
        Notebooks.Write("01-a.ipynb", "Console.WriteLine(\"hello\");\n1");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        Assert.Equal(["01-a.ipynb", "02-b.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName).Order());
        string text = Log.ToString();
        Assert.True(text.IndexOf("01-a", StringComparison.Ordinal) < text.IndexOf("02-b", StringComparison.Ordinal), text);
        Assert.Contains("hello", text, StringComparison.Ordinal);
        Assert.False(Notebook.Load(Path.Combine(Notebooks.Folder, "01-a.ipynb")).Cells[0].HasOutputs);
    }

    [Fact]
    public async Task RunAsync_Only_RunsTheNotebooksThatStartSo()
    {
        Notebooks.Write("01-a.ipynb", "1");
        Notebooks.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.Success, await RunAsync("02"));
        Assert.Equal(["02-b.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName));
        Assert.Equal(NotebookRun.Misused, await RunAsync("07"));
        Assert.Contains("There are: 01-a, 02-b.", Errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(NotebookRun.Misused, await RunAsync("01", "9"));
        Assert.Contains("fits --only 9. There are", Errors.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("There are", Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_FailingCell_NamesNotebookCellLineAndMessageAndStops()
    {
        Notebooks.Write("01-a.ipynb", "1", "\nthrow new Exception(\"no luck\");");
        Notebooks.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.CellFailed, await RunAsync());
        Assert.Contains("01-a: failed in cell 2, line 2: Exception: no luck", Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(["01-a.ipynb"], Directory.GetFiles(Path.Combine(Out, "notebooks")).Select(Path.GetFileName));
    }

    /// <summary>A time-out has the type of a stop, and nobody asked for one.</summary>
    [Fact]
    public async Task RunAsync_CellThatTimesOut_HasFailed()
    {
        Notebooks.Write("01-a.ipynb", "throw new TaskCanceledException(\"the server was silent\");");
        Assert.Equal(NotebookRun.CellFailed, await RunAsync());
        Assert.Contains("line 1: TaskCanceledException: the server was silent", Log.ToString(), StringComparison.Ordinal);
    }

    /// <summary>Some systems put such a file beside each that they copy to a foreign disk.</summary>
    [Fact]
    public async Task RunAsync_HiddenFileBesideANotebook_IsPassedOver()
    {
        Notebooks.Write("01-a.ipynb", "1");
        await File.WriteAllTextAsync(Path.Combine(Notebooks.Folder, "._01-a.ipynb"), "no notebook", TestContext.Current.CancellationToken);
        Assert.Equal(NotebookRun.Success, await RunAsync());
    }

    [Fact]
    public async Task RunAsync_SkippedNotebook_GoesOnWithTheNextAndSaysSo()
    {
        Notebooks.Write("01-a.ipynb", $"#r \"{typeof(Study).Assembly.Location}\"\nScenes.Reporting.Study.Skip(\"no weights for resnet50\");");
        Notebooks.Write("02-b.ipynb", "2");
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        Assert.Contains("01-a: not run from cell 1 on: no weights for resnet50", Log.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(Out, "notebooks")).Length);
    }

    [Fact]
    public async Task RunAsync_Cancelled_KeepsWhatIsFinishedAndExitsWith130()
    {
        Notebooks.Write("01-a.ipynb", "1");
        Notebooks.Write("02-b.ipynb", "2");
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        Assert.Equal(NotebookRun.Stopped, await RunAsync(stop.Token));
        Assert.Contains("stopped at cell 1", Log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NotebookWithAStudy_WritesTheReportOfWhatItShowed()
    {
        await WriteImagesAsync("data");
        string data = Path.Combine(Notebooks.Folder, "data");
        string library = typeof(Study).Assembly.Location, options = $"new StudyOptions {{ Data = \"{data}\", OutFolder = \"{Out}\" }}";
        Notebooks.Write("01-a.ipynb",
            $"#r \"{library}\"\nusing Scenes.Data;\nusing Scenes.Evaluation;\nusing Scenes.Reporting;\nvar study = Study.Open(\"01-a\", {options});",
            "study.Record(new Predictions(\"net\", SceneSplit.Test, new[] { \"cold\", \"hot\" }, new[] { \"a.jpg\" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), \"modern\", 1).ToString()",
            "display(Figures.ClassCounts(study.Dataset));\nTables.Metrics(MetricsFile.Read(System.IO.Path.Combine(study.OutFolder, \"metrics.csv\")))");
        Notebooks.Write("02-b.ipynb", $"#r \"{library}\"\nScenes.Reporting.Study.Skip(\"no <weights> here\");");
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
        await WriteImagesAsync("data/train");
        await WriteImagesAsync("data/test");
        string data = Path.Combine(Notebooks.Folder, "data");
        Notebooks.Write("03-vgg16.ipynb",
            $"#r \"{typeof(Study).Assembly.Location}\"\nusing Scenes.Data;\nusing Scenes.Evaluation;\nusing Scenes.Reporting;\nvar study = Study.Open(\"03-vgg16\", new StudyOptions {{ Data = \"{data}\", OutFolder = \"{Out}\" }});",
            "study.Record(new Predictions(\"VGG16 article\", SceneSplit.Test, new[] { \"cold\", \"hot\" }, new[] { \"a.jpg\" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), \"article\", 1).ToString()");
        Assert.Equal(NotebookRun.Success, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        string section = page[page.IndexOf("id=\"article-beside-the-article\"", StringComparison.Ordinal)..];
        foreach (string cell in (string[])["VGG16 article", "0.848", "1.000", "not shown to be above"]) Assert.Contains($">{cell}<", section, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RunAsync_NotebookThatGoesOnWithoutANetwork_SaysSoInTheReportAndExitsWith3()
    {
        await WriteImagesAsync("one");
        Notebooks.Write("05-c.ipynb", Storing("05-c"), "study.LeaveOut(\"VGG16 was not run: no <weights>.\");\nstudy.LeaveOut(\"VGG16 was not run: no <weights>.\");", "display(Figures.ClassCounts(study.Dataset));");
        Notebooks.Write("06-d.ipynb", Storing("06-d"));
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        Assert.Matches(@"05-c: 3 cells in \d+\.\d s; VGG16 was not run: no <weights>\.\r?\n", Log.ToString());
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
        Notebooks.Write("05-c.ipynb", Storing("05-c"), "study.LeaveOut(\"No VGG16.\");", "Study.Skip(\"no weights\");");
        Assert.Equal(NotebookRun.PartsNotRun, await RunAsync());
        string page = await File.ReadAllTextAsync(Path.Combine(Out, ReportWriter.PageName), TestContext.Current.CancellationToken);
        Assert.Contains("<li>05-c: not run from cell 3 on: no weights No VGG16.</li>", page, StringComparison.Ordinal);
    }
}

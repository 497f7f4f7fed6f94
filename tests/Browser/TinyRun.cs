using System.Diagnostics;
using Scenes.Runtime;
using Scenes.Tests.Reporting;
using Scenes.Tests.Runner;

namespace Scenes.Tests.Browser;

/// <summary>
/// A real run of three notebooks of a few cells: every kind of figure and table, on images made for it, executed by the program as a user starts
/// it; its report, and its executed notebooks as pages.
/// </summary>
public sealed class TinyRun : IAsyncLifetime
{
    private static readonly Dictionary<string, string[]> Notebooks = new()
    {
        ["01-images"] =
        [
            "Figures.ClassCounts(set)",
            "Figures.SampleGallery(set, 0, 4)",
            "Figures.AugmentationGallery(set, new Augmentation(Brightness: 0.5), 0, images: 1, versions: 3)",
            "set.ToString()",
        ],
        ["02-training"] =
        [
            """
            var epochs = Enumerable.Range(1, 12).Select(e => new EpochRecord(e, 1.8 / e, 1 - 0.8 / e, 2.0 / e + 0.2, 0.9 - 0.7 / e, 0.1, 3)).ToList();
            var history = new TrainingHistory("Plain CNN", epochs, 9);
            Figures.LearningCurves(history, classCount: 2)
            """,
            "Tables.Epochs(history)",
            "Figures.Network(Backbone.Create(\"squeezenet1_1\").Diagram(64, 64))",
            """
            var layers = new LayerDiagnosis[] { new("first", 2, 0.5, 8, 4, 1), new("last", 1, 0.1, 2, null, 0.1) };
            Figures.Diagnosis(new NetworkDiagnosis(new[] { 4, 0 }, new[] { 2, 2 }, 0.7, layers), "CNN")
            """,
        ],
        ["03-answers"] =
        [
            """
            var probabilities = new double[,] { { 0.8, 0.2 }, { 0.1, 0.9 }, { 0.3, 0.7 }, { 0.4, 0.6 } };
            var said = new Predictions("VGG16", SceneSplit.Test, set.ClassNames, set.Test.Select(i => i.Name).ToList(), set.Test.Select(i => i.Label).ToArray(), probabilities);
            study.Record(said, "made up", 1);
            Figures.ConfusionMatrix(said)
            """,
            "Figures.Accuracies(new[] { said })",
            "Figures.PredictionGallery(said, set)",
            "Tables.Accuracies(new[] { said })",
            "Figures.Reliability(CalibrationReport.Of(said, 4))",
        ],
        ["04-nothing"] = ["Study.Skip(\"Nothing was run: there are no weights.\");"],
    };

    private readonly NotebookFile files = new();

    /// <summary>Names of the pages: the report, then the notebooks.</summary>
    public static TheoryData<string> Pages => ["report.html", "01-images.html", "02-training.html", "03-answers.html"];

    /// <summary>Path of a page.</summary>
    public string this[string page] => Path.Combine(files.Folder, "out", page);

    public async ValueTask InitializeAsync()
    {
        string data = Path.Combine(files.Folder, "data");
        Sample.Dataset(data);
        string library = Path.Combine(Folders.Repository, "bin", "Scenes.Lib.dll");
        string usings = string.Concat(new[] { "Backbones", "Data", "Evaluation", "Imaging", "Reporting", "Training" }.Select(space => $"using Scenes.{space};\n"));
        foreach (var (name, cells) in Notebooks)
            files.Write($"{name}.ipynb", [$"#r \"{library}\"\n{usings}var study = Study.Open(\"{name}\");\nvar set = study.Dataset;", .. cells]);
        await RunAsync("--notebooks", files.Folder, "--data", data, "--out", Path.Combine(files.Folder, "out"), "--no-pictures", "--threads", "1");
        foreach (string name in Notebooks.Keys) File.WriteAllText(this[$"{name}.html"], NotebookPage.Of(Path.Combine(files.Folder, "out", "notebooks", $"{name}.ipynb")));
    }

    public ValueTask DisposeAsync()
    {
        files.Dispose();
        return ValueTask.CompletedTask;
    }

    private static async Task RunAsync(params string[] arguments)
    {
        const int PartsNotRun = 3; // the notebook that skips itself
        string program = Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? "scenes.exe" : "scenes");
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string log = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == PartsNotRun, log);
    }
}

using Scenes.Reporting;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

/// <summary>A folder of notebooks that are run into a folder of their own.</summary>
public abstract class NotebookRunCase : IDisposable
{
    private protected NotebookFile Notebooks { get; } = new();

    protected StringWriter Log { get; } = new();

    /// <summary>Why nothing could be run.</summary>
    protected StringWriter Errors { get; } = new();

    public void Dispose()
    {
        Errors.Dispose();
        Log.Dispose();
        Notebooks.Dispose();
        GC.SuppressFinalize(this);
    }

    protected string Out => Path.Combine(Notebooks.Folder, "out");

    /// <summary>Folders of two classes; the index reads bytes only, so any bytes will do.</summary>
    protected async Task WriteImagesAsync(params string[] folders)
    {
        foreach (string data in folders)
            foreach (string name in (string[])["cold", "hot"])
            {
                string folder = Directory.CreateDirectory(Path.Combine(Notebooks.Folder, data, name)).FullName;
                for (int i = 0; i < 30; i++) await File.WriteAllTextAsync(Path.Combine(folder, $"{i}.jpg"), $"{data} {name} {i}", TestContext.Current.CancellationToken);
            }
    }

    /// <summary>A cell that stores the predictions of a model on a folder of photographs.</summary>
    protected string Storing(string notebook, string data = "one") => $$"""
        #r "{{typeof(Study).Assembly.Location}}"
        using Scenes.Data;
        using Scenes.Evaluation;
        using Scenes.Reporting;
        var study = Study.Open("{{notebook}}", new StudyOptions { Data = @"{{Path.Combine(Notebooks.Folder, data)}}", OutFolder = @"{{Out}}" });
        study.Record(new Predictions("net", SceneSplit.Validation, new[] { "cold", "hot" }, new[] { "a.jpg" }, new[] { 0 }, new[,] { { 0.9, 0.1 } }), "modern", 1);
        """;

    protected Task<int> RunAsync(params string[] only) => RunAsync(CancellationToken.None, only);

    protected Task<int> RunAsync(CancellationToken cancellation, params string[] only) =>
        NotebookRun.RunAsync(new RunSettings { Notebooks = Notebooks.Folder, OutFolder = Out, Only = only, Pictures = false }, Log, Errors, cancellation);
}

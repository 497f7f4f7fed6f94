using System.Text.Json.Nodes;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

/// <summary>A folder with notebooks made for one test.</summary>
internal sealed class NotebookFile : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("scenes-notebook-").FullName;

    public string Write(string name, params string[] cells)
    {
        var json = new JsonObject
        {
            ["cells"] = new JsonArray([.. cells.Select((source, index) => (JsonNode)new JsonObject
            {
                ["cell_type"] = "code",
                ["execution_count"] = null,
                ["id"] = $"cell-{index + 1}",
                ["metadata"] = new JsonObject(),
                ["outputs"] = new JsonArray(),
                ["source"] = source,
            })]),
            ["metadata"] = new JsonObject(),
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        };
        string path = Path.Combine(Folder, name);
        File.WriteAllText(path, json.ToJsonString());
        return path;
    }

    /// <summary>Runs cells and gives back the result and, for each cell, its outputs as they would be written.</summary>
    /// <summary>How long a cancelled cell may go on; null: as in a run.</summary>
    public TimeSpan? Grace { get; set; }

    public async Task<(NotebookResult Result, IReadOnlyList<JsonArray> Outputs)> RunAsync(CancellationToken cancellation, params string[] cells)
    {
        var notebook = Notebook.Load(Write("test.ipynb", cells));
        var result = await NotebookExecutor.RunAsync(notebook, grace: Grace, cancellation: cancellation);
        string saved = Path.Combine(Folder, "executed.ipynb");
        notebook.Save(saved);
        var written = (JsonArray)JsonNode.Parse(await File.ReadAllTextAsync(saved, CancellationToken.None))!["cells"]!;
        return (result, [.. written.Select(cell => (JsonArray)cell!["outputs"]!)]);
    }

    public Task<(NotebookResult Result, IReadOnlyList<JsonArray> Outputs)> RunAsync(params string[] cells) =>
        RunAsync(CancellationToken.None, cells);

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}

using System.Text;
using System.Text.Json.Nodes;

namespace Scenes.Runner.Notebooks;

/// <summary>One cell of a notebook, over the JSON it was read from.</summary>
internal sealed class NotebookCell
{
    private readonly JsonObject json;

    /// <param name="json">The cell as nbformat describes it; changed with it.</param>
    /// <param name="number">Position in the notebook, counted from 1, cells of every kind included.</param>
    public NotebookCell(JsonObject json, int number)
    {
        this.json = json;
        Number = number;
        Source = ReadSource(json["source"]); // now, so that a damaged text is found when the notebook is read
        Id = (string?)json["id"] ?? "";
        IsCode = (string?)json["cell_type"] == "code";
    }

    public int Number { get; }

    public string Id { get; }

    public bool IsCode { get; }

    /// <summary>The text of the cell.</summary>
    public string Source { get; private set; }

    public bool HasOutputs => json["outputs"] is JsonArray { Count: > 0 } || json["execution_count"] is not null;

    /// <summary>Replaces the text.</summary>
    public void SetSource(string source)
    {
        Source = source;
        json["source"] = new JsonArray([.. source.Split('\n').Select((line, index) => index < source.Count('\n') ? line + "\n" : line)]);
    }

    /// <summary>Replaces what the cell shows.</summary>
    /// <param name="outputs">nbformat outputs in order.</param>
    /// <param name="executionCount">Counted from 1 over the code cells; null for a cell that has not run.</param>
    public void SetOutputs(JsonArray outputs, int? executionCount)
    {
        json["outputs"] = outputs;
        json["execution_count"] = executionCount is { } count ? JsonValue.Create(count) : null;
    }

    /// <summary>Keeps the run time of the cell in its metadata.</summary>
    public void SetSeconds(double seconds)
    {
        if (json["metadata"] is not JsonObject metadata) json["metadata"] = metadata = [];
        metadata["scenes"] = new JsonObject { ["seconds"] = Math.Round(seconds, 3) };
    }

    private static string ReadSource(JsonNode? source)
    {
        if (source is not JsonArray lines) return (string?)source ?? "";
        var text = new StringBuilder();
        foreach (var line in lines) text.Append((string?)line);
        return text.ToString();
    }
}

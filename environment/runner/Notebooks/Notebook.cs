using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Scenes.Runtime;

namespace Scenes.Runner.Notebooks;

/// <summary>A notebook file in nbformat 4.5. What the runner does not know is kept as it was read.</summary>
internal sealed class Notebook
{
    private static readonly JsonSerializerOptions Layout = new()
    {
        WriteIndented = true,
        IndentSize = 1,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    private readonly JsonObject json;

    private Notebook(string path, JsonObject json, IReadOnlyList<NotebookCell> cells)
    {
        Path = path;
        this.json = json;
        Cells = cells;
    }

    /// <summary>Absolute path of the file.</summary>
    public string Path { get; }

    /// <summary>File name without extension, such as <c>02-plain-cnn</c>.</summary>
    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public string Folder => System.IO.Path.GetDirectoryName(Path)!;

    /// <summary>The first heading, or the name where there is none.</summary>
    public string Title => Cells.Where(cell => !cell.IsCode).SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim() ?? Name;

    public JsonObject Metadata => (JsonObject)json["metadata"]!;

    /// <summary>Whether what a notebook of this name stored stays when this one runs: its metadata say so where it reads those results, as solutions do.</summary>
    public bool KeepsResults => Metadata["scenes"] is JsonObject own && own["keeps_results"] is JsonValue value && value.TryGetValue(out bool keeps) && keeps;

    public IReadOnlyList<NotebookCell> Cells { get; }

    /// <summary>Reads a notebook.</summary>
    /// <exception cref="InvalidDataException">The file is no notebook in nbformat 4.5 or later.</exception>
    public static Notebook Load(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        try
        {
            return Read(path, JsonNode.Parse(File.ReadAllBytes(path), documentOptions: Strict) as JsonObject ?? throw new JsonException("The file holds no JSON object."));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException) // a value of another kind than nbformat says
        {
            throw new InvalidDataException($"{path} is no notebook: {error.Message}", error);
        }
    }

    private static Notebook Read(string path, JsonObject json)
    {
        if (Number(json["nbformat"]) != 4 || Number(json["nbformat_minor"]) is not >= 5)
            throw new InvalidDataException($"{path} has nbformat {json["nbformat"]}.{json["nbformat_minor"]}; expected 4.5 or later in version 4. "
                + "Open and save it in a current Jupyter or VS Code.");
        if (json["cells"] is not JsonArray cells || json["metadata"] is not JsonObject || cells.Any(cell => cell is not JsonObject))
            throw new InvalidDataException($"{path} has no list of cells or no metadata.");
        return new Notebook(path, json, [.. cells.Select((cell, index) => new NotebookCell((JsonObject)cell!, index + 1))]);
    }

    /// <summary>Writes the notebook with the outputs that its cells have now.</summary>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public void Save(string path) => AtomicFile.WriteText(path, json.ToJsonString(Layout) + "\n");

    private static int? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out int number) ? number : null;
}

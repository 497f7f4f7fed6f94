using System.Text;
using System.Text.Json.Nodes;

namespace Scenes.Runner.Notebooks;

/// <summary>What one cell shows, in the order in which it was shown. Safe to write to from many threads.</summary>
internal sealed class CellOutputs
{
    private readonly Lock gate = new();
    private readonly List<object> entries = []; // Stream or JsonObject
    private readonly List<object> displayed = [];
    private readonly Action<string>? echo;

    /// <param name="echo">Receives streamed text at once, so that a long cell can be watched.</param>
    public CellOutputs(Action<string>? echo = null) => this.echo = echo;

    /// <summary>The objects with a rich form that the cell displayed, for the report.</summary>
    public IReadOnlyList<object> Displayed
    {
        get { lock (gate) return [.. displayed]; }
    }

    /// <summary>Appends to a stream; neighbours of the same stream become one output.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">Any text.</param>
    public void Write(string name, string text)
    {
        if (text.Length == 0) return;
        lock (gate)
        {
            if (entries is not [.., StreamText last] || last.Name != name) entries.Add(last = new StreamText(name, new StringBuilder()));
            last.Text.Append(text);
            echo?.Invoke(text);
        }
    }

    /// <summary>Adds an object shown by <c>display</c>.</summary>
    public void Display(object? value)
    {
        var bundle = MimeBundle.Of(value);
        lock (gate)
        {
            entries.Add(new JsonObject { ["output_type"] = "display_data", ["data"] = bundle.ToJson(), ["metadata"] = new JsonObject() });
            if (bundle.IsRich) displayed.Add(value!);
        }
    }

    /// <summary>Adds the value of the cell's last expression.</summary>
    public void Result(object? value, int executionCount)
    {
        var bundle = MimeBundle.Of(value);
        lock (gate)
        {
            entries.Add(new JsonObject
            {
                ["output_type"] = "execute_result",
                ["data"] = bundle.ToJson(),
                ["metadata"] = new JsonObject(),
                ["execution_count"] = executionCount,
            });
            if (bundle.IsRich) displayed.Add(value!);
        }
    }

    /// <summary>Adds an error.</summary>
    public void Error(string name, string message, IEnumerable<string> trace)
    {
        var lines = new JsonArray([.. trace.Select(line => (JsonNode)line)]);
        lock (gate) entries.Add(new JsonObject { ["output_type"] = "error", ["ename"] = name, ["evalue"] = message, ["traceback"] = lines });
    }

    /// <summary>The outputs as nbformat writes them.</summary>
    public JsonArray ToJson()
    {
        lock (gate)
        {
            return new JsonArray([.. entries.Select(entry => entry is StreamText stream
                ? new JsonObject { ["output_type"] = "stream", ["name"] = stream.Name, ["text"] = Settled(stream.Text.ToString()) }
                : ((JsonObject)entry).DeepClone())]);
        }
    }

    /// <summary>The text as a terminal shows it in the end: what a lone carriage return overwrites is gone.</summary>
    private static string Settled(string text)
    {
        if (!text.Contains('\r', StringComparison.Ordinal)) return text;
        var lines = text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n').Select(line => line.TrimEnd('\r'));
        return string.Join('\n', lines.Select(line => line[(line.LastIndexOf('\r') + 1)..]));
    }

    private sealed record StreamText(string Name, StringBuilder Text);
}

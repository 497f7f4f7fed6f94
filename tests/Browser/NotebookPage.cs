using System.Text;
using System.Text.Json.Nodes;

namespace Scenes.Tests.Browser;

/// <summary>Executed notebooks as HTML pages.</summary>
internal static class NotebookPage
{
    /// <summary>The outputs of an executed notebook one under the other, as notebook programs put them into a page.</summary>
    /// <param name="executed">Path of the notebook.</param>
    public static string Of(string executed)
    {
        const string Style = ":root { color-scheme: light dark; } body { margin: 8px; background: #fff; color: #222; } pre { white-space: pre-wrap; } "
            + "@media screen and (prefers-color-scheme: dark) { body { background: #111; color: #ddd; } }";
        var page = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">")
            .Append("<title>").Append(Path.GetFileNameWithoutExtension(executed)).Append("</title><style>").Append(Style).Append("</style></head><body><main>");
        foreach (var output in ((JsonArray)JsonNode.Parse(File.ReadAllText(executed))!["cells"]!).SelectMany(cell => cell!["outputs"] as JsonArray ?? []))
        {
            string text = Text(output!["data"]?["text/plain"]) ?? Text(output["text"]) ?? "";
            page.Append("<div>").Append(Text(output["data"]?["text/html"]) ?? $"<pre>{System.Net.WebUtility.HtmlEncode(text)}</pre>").Append("</div>\n");
        }
        return page.Append("</main></body></html>").ToString();
    }

    /// <summary>A text of a notebook: a string, or its lines.</summary>
    private static string? Text(JsonNode? node) => node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string?)node;
}

using System.Text;

namespace Scenes.Evaluation;

/// <summary>Fields and rows by RFC 4180.</summary>
internal static class Csv
{
    public static string Quote(string field) =>
        field.AsSpan().ContainsAny(",\"\r\n") ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : field;

    public static IReadOnlyList<string[]> Parse(string path, string text)
    {
        var rows = new List<string[]>();
        var row = new List<string>();
        var field = new StringBuilder();
        int at = text.StartsWith('\uFEFF') ? 1 : 0;
        while (at < text.Length)
        {
            at = text[at] == '"' ? Quoted(path, text, at, field, rows.Count + 1) : Plain(text, at, field);
            row.Add(field.ToString());
            field.Clear();
            bool lineEnds = at >= text.Length || text[at] != ',';
            if (!lineEnds && at + 1 == text.Length) row.Add("");
            if (lineEnds)
            {
                rows.Add([.. row]);
                row.Clear();
                if (at + 1 < text.Length && text[at] == '\r' && text[at + 1] == '\n') at++;
            }
            at++;
        }
        if (row.Count > 0) rows.Add([.. row]);
        return rows;
    }

    private static int Plain(string text, int at, StringBuilder field)
    {
        int end = text.AsSpan(at).IndexOfAny(",\r\n");
        end = end < 0 ? text.Length : at + end;
        field.Append(text, at, end - at);
        return end;
    }

    private static int Quoted(string path, string text, int at, StringBuilder field, int row)
    {
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"') field.Append(text[at]);
            else if (at + 1 < text.Length && text[at + 1] == '"') field.Append(text[at++]);
            else if (at + 1 == text.Length || text[at + 1] is ',' or '\r' or '\n') return at + 1;
            else throw new InvalidDataException($"{path}: row {row} has text after a closing quote.");
        }
        throw new InvalidDataException($"{path}: row {row} opens a quote that is never closed.");
    }
}

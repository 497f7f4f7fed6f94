using System.Text;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>
/// Reads a list of files: a .csv or .tsv with a header row and the columns <c>path</c>, <c>label</c> (a class name; empty for none) and, if
/// wanted, <c>split</c> (train, validation or test; train where empty). Paths are relative to the list.
/// </summary>
internal static class ListLayout
{
    /// <summary>Finds the images of a list.</summary>
    /// <exception cref="InvalidDataException">A column is missing, a row is malformed, names a missing file or names one twice.</exception>
    public static FoundSet Read(string list)
    {
        char separator = Path.GetExtension(list).Equals(".tsv", StringComparison.OrdinalIgnoreCase) ? '\t' : ',';
        string folder = Path.GetDirectoryName(list)!;
        string[] lines = File.ReadAllLines(list, Encoding.UTF8);
        string[] header = lines.Length == 0 ? [] : [.. Fields(lines[0], separator).Select(field => field.Trim().ToLowerInvariant())];
        int path = Array.IndexOf(header, "path"), label = Array.IndexOf(header, "label"), split = Array.IndexOf(header, "split");
        if (path < 0 || label < 0)
            throw new InvalidDataException(
                $"The first line of {list} is '{lines.FirstOrDefault()}'; expected the column names path and label, and split if wanted.");
        var images = new List<FoundImage>();
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length == 0) continue;
            string at = $"{list}, line {line + 1}";
            var fields = Fields(lines[line], separator);
            if (fields.Count != header.Length)
                throw new InvalidDataException($"{at} has {fields.Count} fields; the header has {header.Length}.");
            string full = Path.GetFullPath(Path.Combine(folder, fields[path]));
            if (!Presence.OfFile(full))
                throw new InvalidDataException($"{at} names {full}, which does not exist. Paths are relative to the list.");
            if (!seen.TryAdd(full, line + 1))
                throw new InvalidDataException($"{at} names {full}, which line {seen[full]} names already.");
            string? className = fields[label].Trim() is { Length: > 0 } name ? name : null;
            var side = className is null ? SceneSplit.Unlabelled : SplitOf(split < 0 ? "" : fields[split], at);
            images.Add(new FoundImage(full, Path.GetRelativePath(folder, full).Replace('\\', '/'), className, side));
        }
        return new FoundSet(images, []);
    }

    private static SceneSplit SplitOf(string text, string at) => text.Trim().ToLowerInvariant() switch
    {
        "" or "train" => SceneSplit.Train,
        "val" or "validation" => SceneSplit.Validation,
        "test" => SceneSplit.Test,
        _ => throw new InvalidDataException($"{at}: split '{text}'; allowed: train, validation (or val), test."),
    };

    /// <summary>Fields of one line. A field may stand in double quotes, with quotes inside doubled; it holds no line break.</summary>
    private static List<string> Fields(string line, char separator)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (quoted && c == '"' && i + 1 < line.Length && line[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"' && (quoted || field.Length == 0)) quoted = !quoted;
            else if (c == separator && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else field.Append(c);
        }
        fields.Add(field.ToString());
        return fields;
    }
}

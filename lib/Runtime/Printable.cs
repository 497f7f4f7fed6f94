namespace Scenes.Runtime;

/// <summary>Texts for a terminal: names of files may hold control characters, which would move its cursor, colour it or worse.</summary>
internal static class Printable
{
    /// <summary>A text on one line: every control character becomes an escape, such as <c>\u001b</c>.</summary>
    /// <param name="text">Any text.</param>
    public static string Line(string text) => Escape(text, "");

    /// <summary>The same for a text of several lines; line ends and tabs stay.</summary>
    /// <param name="text">Any text.</param>
    public static string Lines(string text) => Escape(text, "\n\t").Replace("\\r\n", "\r\n", StringComparison.Ordinal);

    private static string Escape(string text, string kept)
    {
        bool IsEscaped(char c) => char.IsControl(c) && !kept.Contains(c, StringComparison.Ordinal);
        return text.Any(IsEscaped)
            ? string.Concat(text.Select(c => !IsEscaped(c) ? c.ToString() : c switch { '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", _ => $"\\u{(int)c:x4}" }))
            : text;
    }
}

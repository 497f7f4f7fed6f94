namespace Scenes.Reporting.Plotting;

/// <summary>Texts as HTML writes them.</summary>
internal static class Html
{
    /// <summary>Any text as content or as a quoted attribute. Names that come from files pass through here; what XML has no place for becomes U+FFFD.</summary>
    public static string Encode(string text) => Allowed(text)
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>Replaces control characters other than tab and line end, halves of surrogate pairs, and the two that are no characters.</summary>
    private static string Allowed(string text)
    {
        const char Replacement = '\uFFFD';
        string whole = text.Replace("\r\n", "\n", StringComparison.Ordinal);
        bool IsAllowed(char c, int at) => c is '\t' or '\n' || !(char.IsControl(c) || c is '\uFFFE' or '\uFFFF' || (char.IsSurrogate(c) && !IsPaired(at)));
        bool IsPaired(int at) => (at > 0 && char.IsSurrogatePair(whole, at - 1)) || (at + 1 < whole.Length && char.IsSurrogatePair(whole, at));
        return whole.Where((c, at) => !IsAllowed(c, at)).Any() ? string.Concat(whole.Select((c, at) => IsAllowed(c, at) ? c : Replacement)) : whole;
    }

    /// <summary>JSON inside an attribute with single quotes; shorter than <see cref="Encode"/>, because JSON is full of double quotes.</summary>
    public static string EncodeJson(string json) => json
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}

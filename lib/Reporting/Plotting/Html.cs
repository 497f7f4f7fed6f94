namespace Scenes.Reporting.Plotting;

/// <summary>Texts as HTML writes them.</summary>
internal static class Html
{
    /// <summary>Any text as content or as a quoted attribute. Names that come from files pass through here.</summary>
    public static string Encode(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);

    /// <summary>JSON inside an attribute with single quotes; shorter than <see cref="Encode"/>, because JSON is full of double quotes.</summary>
    public static string EncodeJson(string json) => json
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace("'", "&#39;", StringComparison.Ordinal);
}

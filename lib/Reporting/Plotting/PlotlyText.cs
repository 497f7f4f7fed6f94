namespace Scenes.Reporting.Plotting;

/// <summary>Texts and colours as Plotly reads them.</summary>
internal static class PlotlyText
{
    /// <summary>The colour of the page behind a figure; the drawing script puts in what it finds.</summary>
    public const string Paper = "var(--scenes-paper)";

    /// <summary>The strongest cell of a heat map: far enough from the page to be seen, near enough that one colour of text can be read on all cells.</summary>
    public const string Heat = "var(--scenes-heat)";

    /// <summary>A colour of the figure's style sheet; the drawing script puts in the shade of the page's theme.</summary>
    public static string Colour(Colour colour) => $"var(--scenes-{colour.ToString().ToLowerInvariant()})";

    /// <summary>Plotly reads a subset of HTML in every text; a line feed becomes a line break, all else is shown as it stands.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\n", "<br>", StringComparison.Ordinal);

    /// <summary>A name along an axis, broken into lines at spaces where it is long.</summary>
    public static string Label(string text)
    {
        const int LineLength = 26; // characters
        var lines = new List<string> { "" };
        foreach (string word in text.Split(' '))
            if (lines[^1].Length == 0) lines[^1] = word;
            else if (lines[^1].Length + word.Length < LineLength) lines[^1] += " " + word;
            else lines.Add(word);
        return Escape(string.Join('\n', lines));
    }
}

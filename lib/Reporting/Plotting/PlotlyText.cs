namespace Scenes.Reporting.Plotting;

/// <summary>Texts and colours as Plotly reads them.</summary>
internal static class PlotlyText
{
    /// <summary>The colour of the page behind a figure; the drawing script puts in what it finds.</summary>
    public const string Paper = "var(--scenes-paper)";

    /// <summary>A colour of the figure's style sheet; the drawing script puts in the shade of the page's theme.</summary>
    public static string Colour(Colour colour) => $"var(--scenes-{colour.ToString().ToLowerInvariant()})";

    /// <summary>Plotly reads a subset of HTML in every text; a line feed becomes a line break, all else is shown as it stands.</summary>
    public static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\n", "<br>", StringComparison.Ordinal);
}

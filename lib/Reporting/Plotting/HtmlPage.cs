namespace Scenes.Reporting.Plotting;

/// <summary>Pages that need nothing beside them.</summary>
internal static class HtmlPage
{
    /// <summary>plotly.js as a script element. Module loaders of the page are hidden from it, so that it always becomes <c>window.Plotly</c>.</summary>
    public static string PlotlyScript =>
        $"<script>(function(){{var define,module,exports;\n{Assets.PlotlyJs}\n}}).call(window);if(window.scenesFigures)window.scenesFigures.update();</script>";

    /// <summary>The style sheet and the script that draws the figures of a page.</summary>
    public static string FigureHead => $"<style>\n{Assets.FigureCss}</style>\n";

    /// <summary>The script that draws the figures of a page.</summary>
    public static string FigureScript => $"<script>\n{Assets.FigureJs}</script>\n";

    /// <summary>A page with a body of figures.</summary>
    /// <param name="title">Plain text.</param>
    /// <param name="body">HTML.</param>
    /// <param name="head">More HTML for the head, such as a style sheet.</param>
    public static string Of(string title, string body, string head = "") => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>{Html.Encode(title)}</title>
        <style>
        html {Braces(" color-scheme: light dark; ")}
        body {Braces(" margin: 0; padding: 16px; color: #1f2328; background: #ffffff; ")}
        @media screen and (prefers-color-scheme: dark) {Braces(" body { color: #e6e6e6; background: #1e1e1e; } ")}
        </style>
        {FigureHead}{head}
        </head>
        <body>
        {body}
        {(body.Contains("scenes-panel", StringComparison.Ordinal) ? PlotlyScript : "")}
        {FigureScript}
        </body>
        </html>
        """;

    private static string Braces(string rules) => $"{{{rules}}}";
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Scenes.Reporting.Capture;
using Scenes.Reporting.Diagrams;
using Scenes.Reporting.Plotting;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Writes figures as SVG files, in the colours of a light page.</summary>
public static partial class SvgWriter
{
    private const string TitleStyle = "font-family=\"sans-serif\" font-size=\"14\" font-weight=\"600\" fill=\"#1f2328\"";
    private const int SoleWidth = 840, PanelWidth = 520, Gap = 16, TitleHeight = 24; // pixels

    /// <summary>Writes <c>ID.svg</c>. Charts are drawn by a browser; the others need none.</summary>
    /// <param name="figure">Any figure; the file holds the photographs of a gallery.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="BrowserException">It is a chart and there is no browser, or it fails.</exception>
    /// <exception cref="ArgumentNullException">There is no figure.</exception>
    public static async Task<string> WriteAsync(Figure figure, string folder, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return (await WriteAsync([figure], folder, cancellation).ConfigureAwait(false))[0];
    }

    /// <summary>Writes one <c>ID.svg</c> for each figure, with one browser for all charts. What needs no browser is written first.</summary>
    /// <param name="figures">Figures with different ids.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <returns>The paths, in the order of the figures.</returns>
    /// <exception cref="ArgumentException">Two figures have one id.</exception>
    /// <exception cref="BrowserException">There are charts and there is no browser, or it fails.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(IReadOnlyList<Figure> figures, string folder, CancellationToken cancellation = default)
    {
        string[] paths = PngWriter.PathsOf(figures, folder, ".svg");
        foreach (var (figure, path) in figures.Zip(paths))
            if (figure is not ChartFigure) AtomicFile.WriteText(path, WithoutBrowser(figure));
        ChartFigure[] charts = [.. figures.OfType<ChartFigure>()];
        if (charts.Length == 0) return paths;
        string page = HtmlPage.Of("Figures", string.Join('\n', charts.Select(chart => $"<div class=\"scenes-shot\">{FigureHtml.Of(chart)}</div>")));
        string[][] panels = JsonSerializer.Deserialize<string[][]>(
            await DrawnPage.UseAsync(page, new PngOptions(1200, 1), drawn => drawn.EvaluateAsync(Export), cancellation).ConfigureAwait(false))!;
        int chart = 0;
        foreach (var (figure, path) in figures.Zip(paths))
            if (figure is ChartFigure drawn) AtomicFile.WriteText(path, OfChart(drawn, panels[chart++]));
        return paths;
    }

    private static string WithoutBrowser(Figure figure) => figure switch
    {
        DiagramFigure diagram => Coloured(Picture(figure, DiagramSvg.Of(diagram))),
        GalleryFigure gallery => Coloured(Picture(figure, GallerySvg.Of(gallery))),
        TableFigure table => Coloured(Picture(figure, TableSvg.Of(table.Table))),
        _ => throw new ArgumentException($"A figure of type {figure.GetType().Name} cannot be drawn. Known: chart, gallery, diagram, table.", nameof(figure)),
    };

    /// <summary>A chart of panels side by side, each as Plotly exports it.</summary>
    private static string OfChart(ChartFigure figure, string[] panels)
    {
        int panelWidth = panels.Length == 1 ? SoleWidth : PanelWidth;
        int width = panels.Length * (panelWidth + Gap) - Gap, height = TitleHeight + figure.Panels.Max(panel => panel.Height);
        var body = new StringBuilder();
        foreach (var (panel, i) in panels.Select((panel, i) => (panel, i)))
        {
            int left = i * (panelWidth + Gap);
            string title = figure.Panels[i].Title.Length > 0 ? figure.Panels[i].Title : figure.Title;
            body.Append(CultureInfo.InvariantCulture, $"<text x=\"{left + 4}\" y=\"17\" {TitleStyle}>{Html.Encode(title)}</text>\n")
                .Append(CultureInfo.InvariantCulture, $"<svg x=\"{left}\" y=\"{TitleHeight}\"{panel["<svg".Length..]}\n");
        }
        return Picture(figure, (body.ToString(), width, height));
    }

    /// <summary>Content on white, with the words for those who cannot see it.</summary>
    private static string Picture(Figure figure, (string Body, int Width, int Height) drawn) => string.Create(CultureInfo.InvariantCulture, $"""
        <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{Html.Encode(figure.AltText)}" width="{drawn.Width}" height="{drawn.Height}">
        <title>{Html.Encode(figure.Title)}</title><rect width="100%" height="100%" fill="#ffffff"/>
        {drawn.Body}</svg>

        """);

    /// <summary>A script that gives the panels of each figure as Plotly exports them.</summary>
    private static readonly string Export = $$"""
        (async () => {
          const figures = [];
          for (const shot of document.querySelectorAll(".scenes-shot")) {
            const panels = [...shot.querySelectorAll(".scenes-panel")], images = [];
            for (const panel of panels) {
              const image = await Plotly.toImage(panel, { format: "svg", width: panels.length === 1 ? {{SoleWidth}} : {{PanelWidth}}, height: panel.clientHeight });
              images.push(decodeURIComponent(image.slice(image.indexOf(",") + 1)));
            }
            figures.push(images);
          }
          return JSON.stringify(figures);
        })()
        """;

    /// <summary>A picture alone has no style sheet: its colours are written into it.</summary>
    private static string Coloured(string svg)
    {
        var colours = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match declared in Declaration().Matches(Assets.FigureCss)) colours.TryAdd(declared.Groups[1].Value, declared.Groups[2].Value); // the light ones come first
        return Use().Replace(svg, use => colours[use.Groups[1].Value]).Replace("currentColor", colours["--scenes-ink"], StringComparison.Ordinal)
            .Replace("<svg ", "<svg font-family=\"sans-serif\" ", StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(--scenes-[a-z]+): (#[0-9a-f]{6})")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"var\((--scenes-[a-z]+)\)")]
    private static partial Regex Use();
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Scenes.Reporting.Diagrams;

namespace Scenes.Reporting.Plotting;

/// <summary>The HTML of a figure without scripts and style sheet, which stand once on a page.</summary>
internal static class FigureHtml
{
    /// <summary>One <c>figure</c> element.</summary>
    /// <param name="figure">What to draw.</param>
    /// <param name="note">Encoded HTML under the caption, such as where the data come from.</param>
    /// <param name="anchor">Id of the element; null: the figure's.</param>
    /// <param name="number">Stands before the title, such as <c>Figure 3. </c>.</param>
    public static string Of(Figure figure, string note = "", string? anchor = null, string number = "")
    {
        string body = figure switch
        {
            ChartFigure chart => Panels(chart),
            GalleryFigure gallery => Rows(gallery),
            DiagramFigure diagram => $"<div class=\"scenes-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Html.Encode(figure.Title)}\">{DiagramSvg.Of(diagram).Svg}</div>",
            TableFigure table => TableHtml.Rows(table.Table),
            _ => throw new ArgumentException($"A figure of type {figure.GetType().Name} cannot be drawn. Known: chart, gallery, diagram, table.", nameof(figure)),
        };
        return Framed(figure.Title, body, figure.Caption, note, anchor ?? figure.Id, number);
    }

    /// <summary>Content with its title and caption as one <c>figure</c> element.</summary>
    public static string Framed(string title, string body, string caption, string note, string anchor, string number)
    {
        string words = caption.Length + note.Length > 0 ? $"<figcaption class=\"scenes-caption\">{Html.Encode(caption)}{note}</figcaption>\n" : "";
        return $"""
            <figure class="scenes-figure" id="{anchor}" aria-label="{Html.Encode(title)}">
            <div class="scenes-title" role="heading" aria-level="4">{number}{Html.Encode(title)}</div>
            {body}
            {words}</figure>
            """;
    }

    private static string Panels(ChartFigure figure)
    {
        using var drawn = JsonDocument.Parse(IsolatedPlotting.Render(JsonSerializer.Serialize(figure.Panels, FigureJson.Options)));
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-panels\" style=\"--scenes-panel:{figure.Panels.Max(panel => panel.MinimumWidth)}px\">\n");
        foreach (var (panel, chart) in figure.Panels.Zip(drawn.RootElement.EnumerateArray()))
        {
            string name = panel.Title.Length > 0 ? $"{panel.Title}. {figure.AltText}" : figure.AltText;
            html.Append("<div>");
            if (panel.Title.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-heading\">{Html.Encode(panel.Title)}</div>");
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-panel\" role=\"img\" aria-label=\"{Html.Encode(name)}\" style=\"height:{panel.Height}px\" ")
                .Append(CultureInfo.InvariantCulture, $"data-chart='{Html.EncodeJson(chart.GetRawText())}'><p class=\"scenes-wait\">{Html.Encode(figure.AltText)}</p></div></div>\n");
        }
        return html.Append("</div>").ToString();
    }

    private static string Rows(GalleryFigure gallery)
    {
        var html = new StringBuilder("<div class=\"scenes-rows\">\n");
        foreach (var row in gallery.Rows)
        {
            html.Append("<div>");
            if (row.Title.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-heading\">{Html.Encode(row.Title)}</div>\n");
            html.Append("<div class=\"scenes-tiles\" role=\"list\">\n");
            foreach (var tile in row.Tiles) AppendTile(html, tile);
            html.Append("</div></div>\n");
        }
        return html.Append("</div>").ToString();
    }

    private static void AppendTile(StringBuilder html, GalleryTile tile)
    {
        (string style, string sign) = tile.Mark switch
        {
            TileMark.Right => (" class=\"scenes-right\"", "✓ "),
            TileMark.Wrong => (" class=\"scenes-wrong\"", "✗ "),
            _ => ("", ""),
        };
        html.Append(CultureInfo.InvariantCulture, $"<div role=\"listitem\"{style}>").Append(tile.Jpeg.Length > 0
                ? $"<img src=\"data:image/jpeg;base64,{Convert.ToBase64String(tile.Jpeg)}\" alt=\"{Html.Encode(tile.AltText)}\">"
                : $"<span class=\"scenes-unreadable\" role=\"img\" aria-label=\"{Html.Encode(tile.AltText)}; cannot be read\">cannot be read</span>")
            .Append(CultureInfo.InvariantCulture, $"<span class=\"scenes-label\">{sign}{Html.Encode(tile.Label)}</span>");
        if (tile.Detail.Length > 0) html.Append(CultureInfo.InvariantCulture, $"<span class=\"scenes-detail\">{Html.Encode(tile.Detail)}</span>");
        html.Append("</div>\n");
    }
}

using System.Globalization;
using System.Text;
using Scenes.Reporting.Plotting;

namespace Scenes.Reporting.Diagrams;

/// <summary>Draws a diagram as SVG, in the colours of the page.</summary>
internal static class DiagramSvg
{
    private const double Margin = 6, ArrowHead = 6, FoldHeight = 22;
    private const double Smallest = 0.6; // of the natural size; a page that is narrower still scrolls the diagram

    /// <summary>An element of its own, and the size in pixels of the picture that it fills.</summary>
    public static (string Svg, int Width, int Height) Of(DiagramFigure figure)
    {
        var rows = LayeredLayout.Of(figure);
        bool folded = FoldedLayout.Fits(rows);
        if (folded) FoldedLayout.Place(rows);
        double above = folded ? FoldHeight : Margin;
        Spot[] spots = [.. rows.SelectMany(row => row)];
        double width = spots.Max(spot => spot.X + spot.Width / 2) + 2 * Margin, height = spots.Max(spot => spot.Y + spot.Height) + 2 * above;
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg class=\"scenes-diagram\" xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"{Html.Encode(figure.AltText)}\" ")
            .Append(CultureInfo.InvariantCulture, $"width=\"{width:0.#}\" style=\"min-width:{Smallest * width:0}px\" viewBox=\"{-Margin} {-above} {width:0.#} {height:0.#}\">\n");
        foreach (var spot in spots.Where(spot => spot.Box is not null))
            foreach (var next in spot.Below) AppendArrow(svg, spot, next);
        foreach (var spot in spots.Where(spot => spot.Box is not null)) AppendBox(svg, spot);
        return (svg.Append("</svg>").ToString(), (int)Math.Ceiling(width), (int)Math.Ceiling(height));
    }

    private static void AppendBox(StringBuilder svg, Spot spot)
    {
        var box = spot.Box!;
        string colour = PlotlyText.Colour(box.Colour);
        double left = spot.X - spot.Width / 2;
        svg.Append(CultureInfo.InvariantCulture, $"<g><rect x=\"{left:0.#}\" y=\"{spot.Y:0.#}\" width=\"{spot.Width:0.#}\" height=\"{spot.Height:0.#}\" rx=\"5\" ")
            .Append(CultureInfo.InvariantCulture, $"style=\"fill:{colour};fill-opacity:0.13;stroke:{colour};stroke-width:1.5\"/>");
        SvgText.Append(svg, spot.X, spot.Y + 22, box.Label, "font-weight:600;font-size:13px", "middle");
        for (int line = 0; line < box.Details.Count; line++) SvgText.Append(svg, spot.X, spot.Y + 38 + 16 * line, box.Details[line], "font-size:12px", "middle");
        svg.Append("</g>\n");
    }

    private static void AppendArrow(StringBuilder svg, Spot from, Spot to)
    {
        var path = new StringBuilder();
        double x = from.X, y = from.Y + from.Height;
        path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}");
        for (var at = to; ; at = at.Below[0])
        {
            double end = at.Box is null ? at.Y : at.Y - ArrowHead;
            if (end < y) AppendFold(path, x, y, at, end, (from.X + from.Width / 2 + at.X - at.Width / 2) / 2);
            else path.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {(y + end) / 2:0.#} {at.X:0.#} {(y + end) / 2:0.#} {at.X:0.#} {end:0.#}");
            (x, y) = (at.X, end);
            if (at.Box is not null) break;
            y += at.Height;
            path.Append(CultureInfo.InvariantCulture, $"L{x:0.#} {y:0.#}");
        }
        string head = string.Create(CultureInfo.InvariantCulture, $"M{x - 4:0.#} {y:0.#}L{x + 4:0.#} {y:0.#}L{x:0.#} {y + ArrowHead:0.#}Z");
        svg.Append(CultureInfo.InvariantCulture, $"<path d=\"{path}\" style=\"fill:none;stroke:var(--scenes-muted);stroke-width:1.5\"/>")
            .Append(CultureInfo.InvariantCulture, $"<path d=\"{head}\" style=\"fill:var(--scenes-muted)\"/>\n");
    }

    /// <summary>From the foot of one column between the columns to the head of the next.</summary>
    private static void AppendFold(StringBuilder path, double x, double y, Spot to, double end, double between)
    {
        double foot = y + FoldHeight, head = end - FoldHeight;
        path.Append(CultureInfo.InvariantCulture, $"C{x:0.#} {foot:0.#} {between:0.#} {foot:0.#} {between:0.#} {y:0.#}L{between:0.#} {end:0.#}")
            .Append(CultureInfo.InvariantCulture, $"C{between:0.#} {head:0.#} {to.X:0.#} {head:0.#} {to.X:0.#} {end:0.#}");
    }
}

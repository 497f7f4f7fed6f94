using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>Lines of text in SVG, in the colour of the page's text.</summary>
internal static class SvgText
{
    /// <summary>Adds one line.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="x">Pixels from the left to the anchor.</param>
    /// <param name="y">Pixels from the top to the base line.</param>
    /// <param name="text">Not encoded yet.</param>
    /// <param name="style">CSS for size and weight.</param>
    /// <param name="anchor">What stands at <paramref name="x"/>: <c>start</c>, <c>middle</c> or <c>end</c> of the line.</param>
    public static void Append(StringBuilder svg, double x, double y, string text, string style, string anchor = "start") => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" style=\"fill:currentColor;{style}\">{Html.Encode(text)}</text>");
}

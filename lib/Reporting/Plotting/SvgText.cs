using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>Lines of text in SVG, in the colour of the page's text.</summary>
internal static class SvgText
{
    /// <summary>Pixels that a letter is given: one of 11 to 13 pixels, and a bold one of 14 in a title. Those of the font are narrower on average.</summary>
    public const int LetterWidth = 8, TitleLetterWidth = 9;

    /// <summary>Adds one line.</summary>
    /// <param name="svg">Where to.</param>
    /// <param name="x">Pixels from the left to the anchor.</param>
    /// <param name="y">Pixels from the top to the base line.</param>
    /// <param name="text">Not encoded yet.</param>
    /// <param name="style">CSS for size and weight.</param>
    /// <param name="anchor">What stands at <paramref name="x"/>: <c>start</c>, <c>middle</c> or <c>end</c> of the line.</param>
    public static void Append(StringBuilder svg, double x, double y, string text, string style, string anchor = "start") => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\" style=\"fill:currentColor;{style}\">{Html.Encode(text)}</text>");

    /// <summary>Text broken into lines between words, and within a word that is longer than a line; one empty line for no text.</summary>
    /// <param name="text">Not encoded yet.</param>
    /// <param name="longest">Letters of a line at most.</param>
    public static string[] Lines(string text, int longest)
    {
        var lines = new List<string> { "" };
        foreach (string word in text.Split(' ').SelectMany(word => word.EnumerateRunes().Chunk(longest)).Select(letters => string.Concat(letters)))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > longest) lines.Add(word);
            else lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }
        return [.. lines];
    }
}

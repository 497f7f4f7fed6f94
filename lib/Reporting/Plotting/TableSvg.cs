using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>Draws a table as SVG, in the colours of the page.</summary>
internal static class TableSvg
{
    private const int Gap = 10, ColumnGap = 14, LineHeight = 18, Padding = 6; // pixels
    private const int LetterWidth = 8;                                         // pixels; letters of the font are narrower on average
    private const int LongestLine = 60;                                        // letters

    /// <summary>The elements, and the size in pixels of the picture they fill.</summary>
    public static (string Body, int Width, int Height) Of(Table table)
    {
        int columns = table.Data.Columns.Count;
        string[][][] rows = [Lines([.. table.Data.Columns.Select(column => column.Name)]), .. Enumerable.Range(0, (int)table.Data.Rows.Count).Select(row => Lines(table.Row(row)))];
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => LetterWidth * rows.Max(row => row[column].Max(line => line.Length)))];
        int[] lefts = [.. Enumerable.Range(0, columns).Select(column => Gap + widths.Take(column).Sum(width => width + ColumnGap))];
        int width = Math.Max(lefts[^1] + widths[^1], Gap + LetterWidth * table.Title.Length) + Gap, y = Gap + LineHeight;
        var body = new StringBuilder();
        AppendText(body, Gap, y, table.Title, "start", "font-weight:600;font-size:14px");
        y += Padding;
        foreach (var (i, row) in rows.Index())
        {
            for (int column = 0; column < columns; column++)
            {
                var (x, anchor) = table.IsNumber(column) ? (lefts[column] + widths[column], "end") : (lefts[column], "start");
                foreach (var (line, text) in row[column].Index()) AppendText(body, x, y + (line + 1) * LineHeight, text, anchor, i == 0 ? "font-weight:600;font-size:13px" : "font-size:13px");
            }
            y += row.Max(cell => cell.Length) * LineHeight + Padding;
            body.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Gap} {y}H{width - Gap}\" style=\"{(i == 0 ? "stroke:currentColor;stroke-width:2" : "stroke:var(--scenes-rule)")}\"/>\n");
        }
        return (body.ToString(), width, y + Gap);
    }

    /// <summary>Each cell broken into lines between words.</summary>
    private static string[][] Lines(string[] cells) => [.. cells.Select(cell =>
    {
        var lines = new List<string> { "" };
        foreach (string word in cell.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > LongestLine) lines.Add(word);
            else lines[^1] += lines[^1].Length > 0 ? $" {word}" : word;
        }
        return lines.ToArray();
    })];

    private static void AppendText(StringBuilder svg, int x, int y, string text, string anchor, string style)
    {
        if (text.Length > 0) svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" style=\"fill:currentColor;{style}\">{Html.Encode(text)}</text>\n");
    }
}

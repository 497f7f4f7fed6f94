using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>Draws a table as SVG, in the colours of the page.</summary>
internal static class TableSvg
{
    private const int Gap = 10, ColumnGap = 14, LineHeight = 18, Padding = 6; // pixels
    private const int LongestLine = 60; // letters

    private const string Bold = "font-weight:600;";

    /// <summary>The elements, and the size in pixels of the picture they fill.</summary>
    public static (string Body, int Width, int Height) Of(Table table)
    {
        string[][][] rows = [Lines([.. table.Data.Columns.Select(column => column.Name)]), .. Enumerable.Range(0, (int)table.Data.Rows.Count).Select(row => Lines(table.Row(row)))];
        Column[] columns = Columns(table, rows);
        int width = Math.Max(columns[^1].Right, Gap + SvgText.TitleLetterWidth * table.Title.Length) + Gap, y = Gap + LineHeight;
        var body = new StringBuilder();
        SvgText.Append(body, Gap, y, table.Title, $"{Bold}font-size:14px");
        y += Padding;
        foreach (var (i, row) in rows.Index())
        {
            string weight = i == 0 ? Bold : "", rule = i == 0 ? "stroke:currentColor;stroke-width:2" : "stroke:var(--scenes-rule)";
            foreach (var (column, cell) in columns.Zip(row)) AppendCell(body, column, cell, y, weight);
            y += row.Max(cell => cell.Length) * LineHeight + Padding;
            body.Append(CultureInfo.InvariantCulture, $"<path d=\"M{Gap} {y}H{width - Gap}\" style=\"{rule}\"/>\n");
        }
        return (body.ToString(), width, y + Gap);
    }

    private static Column[] Columns(Table table, string[][][] rows)
    {
        var columns = new Column[table.Data.Columns.Count];
        int left = Gap;
        for (int column = 0; column < columns.Length; column++)
        {
            columns[column] = new Column(left, left + SvgText.LetterWidth * rows.Max(row => row[column].Max(line => line.Length)), table.IsNumber(column));
            left = columns[column].Right + ColumnGap;
        }
        return columns;
    }

    private static void AppendCell(StringBuilder svg, Column column, string[] lines, int top, string weight)
    {
        var (x, anchor) = column.IsNumber ? (column.Right, "end") : (column.Left, "start");
        foreach (var (line, text) in lines.Index()) SvgText.Append(svg, x, top + (line + 1) * LineHeight, text, $"{weight}font-size:13px", anchor);
    }

    private static string[][] Lines(string[] cells) => Array.ConvertAll(cells, cell => SvgText.Lines(cell, LongestLine));

    private sealed record Column(int Left, int Right, bool IsNumber);
}

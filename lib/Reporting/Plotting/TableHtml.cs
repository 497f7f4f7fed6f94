using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>The HTML of a table without style sheet, which stands once on a page.</summary>
internal static class TableHtml
{
    private const int WideText = 40; // characters; longer texts may break into lines

    /// <summary>One <c>figure</c> element with a table in it. The first column names the rows.</summary>
    /// <param name="table">What to show.</param>
    /// <param name="note">Encoded HTML under the caption, such as where the data come from.</param>
    /// <param name="anchor">Id of the element; null: the table's.</param>
    /// <param name="number">Stands before the title, such as <c>Table 2. </c>.</param>
    public static string Of(Table table, string note = "", string? anchor = null, string number = "") =>
        FigureHtml.Framed(table.Title, Rows(table), table.Caption, note, anchor ?? table.Id, number);

    /// <summary>The table alone, in an element that scrolls where the table is wider.</summary>
    public static string Rows(Table table)
    {
        int columns = table.Data.Columns.Count;
        string[][] rows = [.. Enumerable.Range(0, (int)table.Data.Rows.Count).Select(table.Row)];
        string[] styles = [.. Enumerable.Range(0, columns).Select(column => table.IsNumber(column) ? " class=\"scenes-number\""
            : rows.Any(row => row[column].Length > WideText) ? " class=\"scenes-wide\"" : "")];
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Html.Encode(table.Title)}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<table class=\"scenes-table\" aria-label=\"{Html.Encode(table.Title)}\">\n<thead><tr>");
        for (int column = 0; column < columns; column++)
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{styles[column]}>{Html.Encode(table.Data.Columns[column].Name)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (string[] row in rows)
        {
            html.Append("<tr>");
            for (int column = 0; column < columns; column++)
                html.Append(CultureInfo.InvariantCulture, $"<{(column == 0 ? "th scope=\"row\"" : "td")}{styles[column]}>{Html.Encode(row[column])}</{(column == 0 ? "th" : "td")}>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody></table></div>").ToString();
    }
}

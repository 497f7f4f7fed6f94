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
    public static string Of(Table table, string note = "", string? anchor = null, string number = "")
    {
        int columns = table.Data.Columns.Count;
        string[][] rows = [.. Enumerable.Range(0, (int)table.Data.Rows.Count).Select(table.Row)];
        string[] styles = [.. Enumerable.Range(0, columns).Select(column => table.IsNumber(column) ? " class=\"scenes-number\""
            : rows.Any(row => row[column].Length > WideText) ? " class=\"scenes-wide\"" : "")];
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<figure class=\"scenes-figure\" id=\"{anchor ?? table.Id}\" aria-label=\"{Html.Encode(table.Title)}\">\n")
            .Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-title\" role=\"heading\" aria-level=\"4\">{number}{Html.Encode(table.Title)}</div>\n")
            .Append(CultureInfo.InvariantCulture, $"<div class=\"scenes-scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{Html.Encode(table.Title)}\">\n")
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
        html.Append("</tbody></table></div>\n");
        if (table.Caption.Length + note.Length > 0)
            html.Append(CultureInfo.InvariantCulture, $"<figcaption class=\"scenes-caption\">{Html.Encode(table.Caption)}{note}</figcaption>\n");
        return html.Append("</figure>\n").ToString();
    }
}

using System.Text.Json.Serialization;

namespace Scenes.Reporting;

/// <summary>A table that is listed, stored and drawn like any other figure.</summary>
/// <param name="Id">Names the figure in files and links.</param>
/// <param name="Title">What is listed, in a few words.</param>
/// <param name="Caption">What the reader should see in it.</param>
/// <param name="AltText">What the table holds, for those who cannot see it.</param>
/// <param name="Table">The rows.</param>
internal sealed record TableFigure(string Id, string Title, string Caption, string AltText, [property: JsonConverter(typeof(TableJson))] Table Table)
    : Figure(Id, Title, Caption, AltText)
{
    /// <summary>The figure of a table, under its id and title.</summary>
    /// <param name="table">The table.</param>
    public static TableFigure Of(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string columns = string.Join(", ", table.Data.Columns.Select(column => column.Name));
        return new TableFigure(table.Id, table.Title, table.Caption, $"{table.Title}: {Say.Many(table.Data.Rows.Count, "row")} of {columns}.", table);
    }
}

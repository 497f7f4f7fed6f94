using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Analysis;
using Scenes.Evaluation;
using Scenes.Reporting.Formatting;
using Scenes.Reporting.Plotting;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Rows and columns with a caption. The numbers live in a data frame, for further work in a notebook.</summary>
[TypeFormatterSource(typeof(ReportingFormatters), PreferredMimeTypes = ["text/html"])]
public sealed class Table
{
    private readonly IReadOnlyDictionary<string, string> formats;

    /// <summary>Wraps a data frame.</summary>
    /// <param name="id">Names the table in files and links: lower-case letters, digits and hyphens.</param>
    /// <param name="title">What it lists, in a few words.</param>
    /// <param name="caption">What the reader should see in it; may be empty.</param>
    /// <param name="data">The rows; not copied.</param>
    /// <param name="formats">How numbers of a column are written, by column name, as .NET's format strings.</param>
    /// <exception cref="ArgumentException">The id is no slug, or a format names no column.</exception>
    public Table(string id, string title, string caption, DataFrame data, IReadOnlyDictionary<string, string>? formats = null)
    {
        ArgumentNullException.ThrowIfNull(data);
        this.formats = formats ?? new Dictionary<string, string>();
        string[] names = [.. data.Columns.Select(column => column.Name)];
        if (this.formats.Keys.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new ArgumentException($"The format for '{unknown}' fits no column of table {id}; columns: {string.Join(", ", names)}.", nameof(formats));
        (Id, Title, Caption, Data) = (Slug.Check(id), title, caption, data);
    }

    /// <summary>Names the table in files and links.</summary>
    public string Id { get; }

    /// <summary>What it lists.</summary>
    public string Title { get; }

    /// <summary>What the reader should see in it.</summary>
    public string Caption { get; }

    /// <summary>The rows.</summary>
    public DataFrame Data { get; }

    /// <summary>A table from any rows.</summary>
    /// <param name="id">Names the table in files and links.</param>
    /// <param name="title">What it lists.</param>
    /// <param name="caption">What the reader should see in it; may be empty.</param>
    /// <param name="rows">One for each row.</param>
    /// <param name="columns">From the left.</param>
    /// <exception cref="ArgumentException">The id is no slug, or a value is neither text nor number.</exception>
    public static Table Of<T>(string id, string title, string caption, IEnumerable<T> rows, params TableColumn<T>[] columns)
    {
        T[] all = [.. rows];
        var data = new DataFrame(columns.Select(column => TableData.Column(column.Name, [.. all.Select(column.Value)])));
        return new Table(id, title, caption, data, columns.Where(column => column.Format is not null).ToDictionary(column => column.Name, column => column.Format!));
    }

    /// <summary>HTML for a notebook's output and for a page.</summary>
    public string ToHtml() => NotebookOutput.Of(this);

    /// <summary>Aligned text for a terminal: texts to the left, numbers to the right.</summary>
    public string ToText()
    {
        string[][] cells = [[.. Data.Columns.Select(column => Printable.Line(column.Name))], .. Enumerable.Range(0, (int)Data.Rows.Count).Select(row => Array.ConvertAll(Row(row), Printable.Line))];
        int[] widths = [.. Enumerable.Range(0, Data.Columns.Count).Select(column => cells.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in cells)
        {
            var line = row.Select((cell, column) => IsNumber(column) ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]));
            text.Append(string.Join("  ", line).TrimEnd()).Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Comma-separated values with a heading line, unrounded, as RFC 4180 has it.</summary>
    public string ToCsv()
    {
        var text = new StringBuilder();
        text.AppendJoin(',', Data.Columns.Select(column => Csv.Quote(column.Name))).Append('\n');
        for (int row = 0; row < Data.Rows.Count; row++)
            text.AppendJoin(',', Data.Columns.Select(column => Csv.Quote(TableData.Plain(column[row])))).Append('\n');
        return text.ToString();
    }

    /// <summary>The table as JSON; <see cref="FromJson"/> reads it.</summary>
    public string ToJson() => JsonSerializer.Serialize(TableData.Of(this), FigureJson.Options);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The data of a table.</param>
    /// <exception cref="JsonException">The text is no table.</exception>
    public static Table FromJson(string json) => JsonSerializer.Deserialize<TableData>(json, FigureJson.Options)?.ToTable()
        ?? throw new JsonException("The text holds 'null'; expected the data of a table as Table.ToJson writes it.");

    /// <summary>Title, rows and caption as text.</summary>
    public override string ToString() => $"{Printable.Line(Title)}\n\n{ToText()}{(Caption.Length > 0 ? $"\n{Printable.Lines(Caption)}\n" : "")}";

    internal bool IsNumber(int column) => TableData.IsNumber(Data.Columns[column]);

    internal string? FormatOf(string column) => formats.GetValueOrDefault(column);

    internal string[] Row(int row) => [.. Data.Columns.Select(column => Written(column[row], FormatOf(column.Name)))];

    private static string Written(object? value, string? format) => value switch
    {
        null => "",
        double number and > 0 when format?.Contains(';') == false => Rounded(number, format),
        IFormattable number => WithoutSignOfZero(number.ToString(format, CultureInfo.InvariantCulture)),
        _ => value.ToString() ?? "",
    };

    /// <summary>A small number below 0 is written as 0.00, not as -0.00.</summary>
    private static string WithoutSignOfZero(string text) =>
        text.StartsWith('-') && text.Any(char.IsDigit) && text.All(sign => !char.IsDigit(sign) || sign == '0') ? text[1..] : text;

    /// <summary>A number above 0 that would be written as 0.0000 is written as what it is below, as is usual for a p.</summary>
    private static string Rounded(double number, string format)
    {
        string text = number.ToString(format, CultureInfo.InvariantCulture);
        return text.StartsWith("0.", StringComparison.Ordinal) && text.All(sign => sign is '0' or '.') ? $"<{text[..^1]}1" : text;
    }
}

using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Analysis;

namespace Scenes.Reporting;

/// <summary>A table as it is stored.</summary>
internal sealed record TableData(string Id, string Title, string Caption, IReadOnlyList<TableData.StoredColumn> Columns)
{
    /// <summary>One column: its type is <c>text</c>, <c>whole</c> or <c>real</c>. What is neither text nor number, such as a date, is stored as text.</summary>
    internal sealed record StoredColumn(string Name, string Type, IReadOnlyList<JsonElement?> Values, string? Format = null);

    public static TableData Of(Table table) => new(table.Id, table.Title, table.Caption, [.. table.Data.Columns.Select(column => new StoredColumn(
        column.Name, TypeOf(column), [.. column.Cast<object?>().Select(value => Stored(IsNumber(column) || value is null ? value : Plain(value)))], table.FormatOf(column.Name)))]);

    /// <summary>Whether a column holds numbers: truth values, letters and dates are none.</summary>
    public static bool IsNumber(DataFrameColumn column) => Type.GetTypeCode(column.DataType) is >= TypeCode.SByte and <= TypeCode.Decimal;

    /// <summary>The table; the reader of JSON has refused what lacks anything but for within lists.</summary>
    /// <exception cref="JsonException">There is no column, a column is null, or something is of another type.</exception>
    public Table ToTable()
    {
        if (Columns.Count == 0 || Columns.Contains(null!)) throw new JsonException("a table needs one or more columns with name, type and values.");
        try
        {
            return new Table(Id, Title, Caption,
                new DataFrame(Columns.Select(column => Column(column.Name, [.. column.Values.Select(value => Read(value, column.Type))], column.Type))),
                Columns.Where(column => column.Format is not null).ToDictionary(column => column.Name, column => column.Format!));
        }
        catch (Exception error) when (error is ArgumentException or FormatException or InvalidOperationException)
        {
            throw new JsonException(error.Message, error);
        }
    }

    /// <summary>A column of the type that its values have.</summary>
    /// <exception cref="ArgumentException">A value is neither text nor number.</exception>
    public static DataFrameColumn Column(string name, IReadOnlyList<object?> values, string? type = null)
    {
        type ??= values.All(value => value is null or int or long) && values.Any(value => value is not null) ? "whole"
            : values.All(value => value is null or int or long or float or double) && values.Any(value => value is not null) ? "real" : "text";
        return type switch
        {
            "whole" => new Int64DataFrameColumn(name, values.Select(value => value is null ? (long?)null : Convert.ToInt64(value, CultureInfo.InvariantCulture))),
            "real" => new DoubleDataFrameColumn(name, values.Select(value => value is null ? (double?)null : Convert.ToDouble(value, CultureInfo.InvariantCulture))),
            _ => new StringDataFrameColumn(name, values.Select(value => value is null ? null : TextOf(name, value))),
        };
    }

    /// <summary>A value without rounding; null: nothing.</summary>
    public static string Plain(object? value) => value is null ? "" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string TypeOf(DataFrameColumn column) => column switch
    {
        Int64DataFrameColumn or Int32DataFrameColumn => "whole",
        _ => IsNumber(column) ? "real" : "text",
    };

    private static JsonElement? Stored(object? value) => value is null ? null : JsonSerializer.SerializeToElement(value, FigureJson.Options);

    private static object? Read(JsonElement? value, string type) => value is not { ValueKind: not JsonValueKind.Null } stored ? null : type switch
    {
        "whole" => stored.GetInt64(),
        "real" => stored.Deserialize<double>(FigureJson.Options),
        "text" => stored.GetString(),
        _ => throw new JsonException($"Column type '{type}' is unknown; allowed: text, whole, real."),
    };

    private static string TextOf(string column, object value) => value is string or int or long or double or float or bool or Enum
        ? Plain(value)
        : throw new ArgumentException($"Column '{column}' holds a {value.GetType().Name}; a table holds texts and numbers. Name the property you mean.", nameof(value));
}

using System.Globalization;
using System.Text;
using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>Results of intervals and tests as a table (CSV) and for programs (JSON).</summary>
/// <remarks>
/// CSV, one row per result, RFC 4180, invariant numbers that read back to the same bits, an empty field where a result has no such number. Columns:
/// <c>name</c> (the method), <c>quantity</c> (what estimate, low and high measure), <c>n</c> (images), <c>estimate</c>, <c>statistic</c>,
/// <c>statistic_name</c>, <c>p</c>, <c>confidence</c> (coverage of the interval), <c>low</c>, <c>high</c>, <c>sentence</c>. JSON: an array of objects with the
/// same fields in camel case, those without a value left out.
/// </remarks>
internal static class StatisticalResultsFile
{
    private static readonly string[] Columns = ["name", "quantity", "n", "estimate", "statistic", "statistic_name", "p", "confidence", "low", "high", "sentence"];

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals,
        WriteIndented = true,
    };

    /// <summary>Writes a table; the final name never holds half a file.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="results">The rows, in order.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteCsv(string path, IEnumerable<StatisticalResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        var text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (StatisticalResult result in results)
        {
            string[] fields =
            [
                result.Name, result.Quantity, result.N.ToString(CultureInfo.InvariantCulture), Text(result.Estimate), Text(result.Statistic),
                result.StatisticName ?? "", Text(result.P), Text(result.Confidence), Text(result.Low), Text(result.High), result.Sentence,
            ];
            text.AppendJoin(',', fields.Select(Csv.Quote)).Append('\n');
        }
        AtomicFile.WriteText(path, text.ToString());
    }

    /// <summary>Reads what <see cref="WriteCsv"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such table; the message names the file and the row.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyList<StatisticalResult> ReadCsv(string path)
    {
        IReadOnlyList<string[]> rows = Csv.Parse(path, File.ReadAllText(path));
        if (rows.Count == 0 || !rows[0].SequenceEqual(Columns))
            throw new InvalidDataException($"{path}: the first line is '{(rows.Count == 0 ? "" : string.Join(',', rows[0]))}'; expected {string.Join(',', Columns)}.");
        return [.. rows.Skip(1).Select((row, i) => Parse(path, row, i + 2))];
    }

    /// <summary>Writes JSON; the final name never holds half a file.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="results">The results, in order.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void WriteJson(string path, IEnumerable<StatisticalResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, results, Options));
    }

    private static StatisticalResult Parse(string path, string[] row, int line)
    {
        if (row.Length != Columns.Length) throw new InvalidDataException($"{path}: row {line} has {row.Length} fields; expected {Columns.Length}.");
        return new StatisticalResult
        {
            Name = row[0],
            Quantity = row[1],
            N = (int)Required(path, row, line, 2),
            Estimate = Required(path, row, line, 3),
            Statistic = Number(path, row, line, 4),
            StatisticName = row[5].Length == 0 ? null : row[5],
            P = Number(path, row, line, 6),
            Confidence = Required(path, row, line, 7),
            Low = Number(path, row, line, 8),
            High = Number(path, row, line, 9),
            Sentence = row[10],
        };
    }

    private static double Required(string path, string[] row, int line, int column) =>
        Number(path, row, line, column) ?? throw new InvalidDataException($"{path}: row {line} has no {Columns[column]}.");

    private static double? Number(string path, string[] row, int line, int column) =>
        row[column].Length == 0 ? null
        : double.TryParse(row[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
        : throw new InvalidDataException($"{path}: row {line}, column {Columns[column]}: '{row[column]}' is no number.");

    private static string Text(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "";
}

using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>
/// <c>metrics.csv</c>, with <c>metrics.json</c> beside it: one row for every trained or evaluated model, with the columns notebook, model, recipe, split, n, correct, accuracy, low, high, seconds,
/// judged (yes or no). A notebook, model and split have one row: measuring again replaces it, whatever the recipe is called. Processes may write at the same time.
/// </summary>
public static class MetricsFile
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "metrics.csv";

    private static readonly TimeSpan LongestTurn = TimeSpan.FromSeconds(30);

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web) { WriteIndented = true, Converters = { new JsonStringEnumConverter() } };

    private static readonly string[] Columns = ["notebook", "model", "recipe", "split", "n", "correct", "accuracy", "low", "high", "seconds", "judged"];

    // Files of earlier versions lack the last one.
    private static readonly string[] EarlierColumns = Columns[..^1];

    /// <summary>All rows of a file; none where there is no file.</summary>
    /// <param name="path">The file to read.</param>
    /// <exception cref="InvalidDataException">The file is no such file.</exception>
    public static IReadOnlyList<MetricsRow> Read(string path)
    {
        if (!File.Exists(path)) return [];
        try
        {
            var rows = Csv.Parse(path, File.ReadAllText(path));
            if (rows.Count == 0 || !(rows[0].SequenceEqual(Columns) || rows[0].SequenceEqual(EarlierColumns)))
                throw new InvalidDataException($"expected the columns {string.Join(", ", Columns)}.");
            return [.. rows.Skip(1).Select(row => FromFields(row, rows[0].Length)).GroupBy(Key).Select(same => same.Last())];
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or InvalidDataException)
        {
            throw new InvalidDataException($"{path} holds no metrics: {error.Message} Delete it to start anew.", error);
        }
    }

    /// <summary>Adds a row in place of the one with the same notebook, model and split; rows are sorted by these.</summary>
    /// <param name="path">The file to write; made where it is missing.</param>
    /// <param name="row">The row.</param>
    /// <exception cref="InvalidDataException">The file is there and no such file.</exception>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>, or another process has been writing for half a minute.</exception>
    public static void Add(string path, MetricsRow row)
    {
        ArgumentNullException.ThrowIfNull(row);
        using FileTurn turn = WaitForTurn(path);
        Write(path, Read(path).Where(other => Key(other) != Key(row)).Append(row));
    }

    /// <summary>Removes the rows of a notebook.</summary>
    /// <param name="path">The file to write; may be missing.</param>
    /// <param name="notebook">Name of the notebook.</param>
    /// <param name="isKept">Which of its rows stay.</param>
    /// <exception cref="InvalidDataException">The file is there and no such file.</exception>
    /// <exception cref="IOException">As for <see cref="Add"/>.</exception>
    public static void Clear(string path, string notebook, Func<MetricsRow, bool> isKept) =>
        Change(path, row => row.Notebook == notebook && !isKept(row) ? null : row);

    /// <summary>Takes the judgement from rows: their models are not finished any more.</summary>
    /// <param name="path">The file to write; may be missing.</param>
    /// <param name="which">Which rows.</param>
    /// <exception cref="InvalidDataException">The file is there and no such file.</exception>
    /// <exception cref="IOException">As for <see cref="Add"/>.</exception>
    internal static void Reopen(string path, Func<MetricsRow, bool> which) => Change(path, row => row.Judged && which(row) ? row with { Judged = false } : row);

    private static void Change(string path, Func<MetricsRow, MetricsRow?> change)
    {
        if (!File.Exists(path)) return;
        using FileTurn turn = WaitForTurn(path);
        var rows = Read(path);
        MetricsRow[] changed = [.. rows.Select(change).OfType<MetricsRow>()];
        if (!rows.SequenceEqual(changed)) Write(path, changed);
    }

    private static FileTurn WaitForTurn(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        return FileTurn.Wait(path + ".lock", LongestTurn);
    }

    private static void Write(string path, IEnumerable<MetricsRow> rows)
    {
        MetricsRow[] sorted = [.. rows.OrderBy(Key)];
        AtomicFile.WriteText(path, string.Concat(sorted.Select(ToFields).Prepend(Columns).Select(fields => string.Join(',', fields.Select(Csv.Quote)) + "\n")));
        AtomicFile.WriteText(Path.ChangeExtension(path, ".json"), JsonSerializer.Serialize(sorted, Layout) + "\n");
    }

    private static (string, string, SceneSplit) Key(MetricsRow row) => (row.Notebook, row.Model, row.Split);

    private static string[] ToFields(MetricsRow row)
    {
        static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
        return
        [
            row.Notebook, row.Model, row.Recipe, row.Split.ToString().ToLowerInvariant(), Text(row.N, "0"), Text(row.Correct, "0"),
            Text(row.Accuracy, "0.000000"), Text(row.Low, "0.000000"), Text(row.High, "0.000000"), Text(row.Seconds, "0.000"), row.Judged ? "yes" : "no",
        ];
    }

    private static MetricsRow FromFields(string[] fields, int columns)
    {
        if (fields.Length != columns) throw new InvalidDataException($"a row has {fields.Length} fields; expected {columns}.");
        double Number(int at) => double.Parse(fields[at], NumberStyles.Float, CultureInfo.InvariantCulture);
        int Whole(int at) => int.Parse(fields[at], NumberStyles.None, CultureInfo.InvariantCulture);
        SceneSplit split = Enum.Parse<SceneSplit>(fields[3], ignoreCase: true);
        bool judged = columns == EarlierColumns.Length ? split == SceneSplit.Test : fields[10] switch
        {
            "yes" => true,
            "no" => false,
            _ => throw new InvalidDataException($"judged is '{fields[10]}'; allowed: yes, no."),
        };
        return new MetricsRow(fields[0], fields[1], fields[2], split, Whole(4), Whole(5), Number(7), Number(8), Number(9), judged);
    }
}

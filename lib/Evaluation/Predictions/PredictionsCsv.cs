using System.Globalization;
using System.Text;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>Predictions as a table that any tool opens.</summary>
/// <remarks>
/// One row per image, UTF-8, comma, quotes where a field needs them (RFC 4180), invariant numbers that read back to the same bits. Columns:
/// <c>model</c>, <c>split</c> (Train, Validation, Test), <c>file</c>, <c>label</c> (true class index), <c>predicted</c> (class index),
/// then K columns <c>probability:NAME</c> in class order.
/// </remarks>
public static class PredictionsCsv
{
    private const string Prefix = "probability:";
    private static readonly string[] FixedColumns = ["model", "split", "file", "label", "predicted"];

    /// <summary>Writes one model's predictions; the final name never holds half a file.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="predictions">At least one image.</param>
    /// <exception cref="ArgumentException">There is no image; a table without rows would lose the model's name.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Predictions predictions) => AtomicFile.WriteText(path, ToText(predictions));

    /// <summary>What <see cref="Write"/> writes.</summary>
    /// <exception cref="ArgumentException">There is no image.</exception>
    internal static string ToText(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0) throw new ArgumentException($"{predictions.Model} has no image to write.", nameof(predictions));
        var text = new StringBuilder();
        text.AppendJoin(',', FixedColumns.Concat(predictions.ClassNames.Select(name => Csv.Quote(Prefix + name)))).Append('\n');
        string start = $"{Csv.Quote(predictions.Model)},{predictions.Split},";
        for (int image = 0; image < predictions.Count; image++)
        {
            text.Append(start).Append(Csv.Quote(predictions.Files[image]));
            text.Append(CultureInfo.InvariantCulture, $",{predictions.Labels[image]},{predictions.Predicted[image]}");
            for (int k = 0; k < predictions.ClassCount; k++) text.Append(CultureInfo.InvariantCulture, $",{predictions.Probabilities[image, k]:R}");
            text.Append('\n');
        }
        return text.ToString();
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such table; the message names the file and the line.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Predictions Read(string path)
    {
        IReadOnlyList<string[]> rows = Csv.Parse(path, File.ReadAllText(path));
        string[] header = rows.Count > 0 ? rows[0] : [];
        bool known = header.Length > FixedColumns.Length + 1 && header.Take(FixedColumns.Length).SequenceEqual(FixedColumns)
            && header.Skip(FixedColumns.Length).All(name => name.StartsWith(Prefix, StringComparison.Ordinal));
        if (!known)
            throw new InvalidDataException($"{path}: the first line is '{string.Join(',', header)}'; expected {string.Join(',', FixedColumns)} "
                + $"and two or more columns {Prefix}NAME. Write the table with {nameof(PredictionsCsv)}.{nameof(Write)}.");
        if (rows.Count < 2) throw new InvalidDataException($"{path}: the table has no row; expected one per image.");
        string[] classNames = [.. header.Skip(FixedColumns.Length).Select(name => name[Prefix.Length..])];
        int images = rows.Count - 1;
        var files = new string[images];
        var labels = new int[images];
        var predicted = new int[images];
        var probabilities = new double[images, classNames.Length];
        for (int image = 0; image < images; image++)
        {
            string[] row = rows[image + 1];
            if (row.Length != header.Length)
                throw new InvalidDataException($"{path}: row {image + 2} has {row.Length} fields; the first line has {header.Length}.");
            if (row[0] != rows[1][0] || row[1] != rows[1][1])
                throw new InvalidDataException($"{path}: row {image + 2} is of {row[0]} on {row[1]}, the rows before of {rows[1][0]} on {rows[1][1]}; one file holds one model on one split.");
            files[image] = row[2];
            labels[image] = Whole(path, row[3], image, "label");
            predicted[image] = Whole(path, row[4], image, "predicted");
            for (int k = 0; k < classNames.Length; k++)
                probabilities[image, k] = Number(path, row[FixedColumns.Length + k], image, header[FixedColumns.Length + k]);
        }
        if (!Enum.TryParse(rows[1][1], out SceneSplit split) || !Enum.IsDefined(split))
            throw new InvalidDataException($"{path}: split '{rows[1][1]}'; allowed: {string.Join(", ", Enum.GetNames<SceneSplit>())}.");
        return Checked.Build(path, rows[1][0], split, classNames, files, labels, probabilities, predicted);
    }

    private static int Whole(string path, string field, int image, string column) =>
        int.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw new InvalidDataException($"{path}: row {image + 2}, column {column}: '{field}' is no number of a class; expected a whole number.");

    private static double Number(string path, string field, int image, string column) =>
        double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new InvalidDataException($"{path}: row {image + 2}, column {column}: '{field}' is no number.");
}

using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>Writes answers row by row while they come in: CSV, JSON or text for people.</summary>
public static class AnswerFile
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>
    /// CSV by RFC 4180: <c>file</c>, <c>label</c>, <c>probability</c>, <c>unsure</c>, <c>error</c>, then <c>probability:NAME</c> for each class.
    /// Numbers read back to the same bits. A file that could not be read has an error and no label.
    /// </summary>
    /// <param name="output">Where the rows go.</param>
    /// <param name="classes">K class names of the model.</param>
    /// <param name="answers">The answers; taken one at a time.</param>
    /// <param name="top">Only so many probabilities a row, the highest; all where null.</param>
    /// <returns>Rows, and how many of them have an error.</returns>
    public static (int Rows, int Errors) WriteCsv(TextWriter output, IReadOnlyList<string> classes, IEnumerable<ImageAnswer> answers, int? top = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(classes);
        output.Write($"{string.Join(',', ["file", "label", "probability", "unsure", "error", .. classes.Select(name => Csv.Quote($"probability:{name}"))])}\n");
        return Each(answers, answer =>
        {
            var shown = answer.Top(top).Select(pair => pair.Label).ToHashSet(StringComparer.Ordinal);
            bool read = answer.Error is null;
            string[] fields =
            [
                Csv.Quote(answer.Path), Csv.Quote(answer.Label ?? ""), read ? Number(answer.Probability) : "", answer.IsUnsure ? "true" : "false", Csv.Quote(answer.Error ?? ""),
                .. classes.Select((name, k) => read && shown.Contains(name) ? Number(answer.Probabilities[k]) : ""),
            ];
            output.Write($"{string.Join(',', fields)}\n");
        });
    }

    /// <summary>
    /// A JSON array with one object a line: <c>file</c>, <c>label</c>, <c>probability</c>, <c>unsure</c> and <c>probabilities</c> by class, the highest
    /// first; or <c>file</c> and <c>error</c>. Where the answers break off, the array of those that came is closed.
    /// </summary>
    /// <param name="output">Where the rows go.</param>
    /// <param name="answers">As for <see cref="WriteCsv"/>.</param>
    /// <param name="top">As for <see cref="WriteCsv"/>.</param>
    /// <returns>As for <see cref="WriteCsv"/>.</returns>
    public static (int Rows, int Errors) WriteJson(TextWriter output, IEnumerable<ImageAnswer> answers, int? top = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        var row = new ArrayBufferWriter<byte>();
        const string First = "[\n";
        string between = First;
        try
        {
            return Each(answers, answer =>
            {
                row.ResetWrittenCount();
                using (var json = new Utf8JsonWriter(row, Json)) WriteRow(json, answer, top);
                output.Write($"{between}{Encoding.UTF8.GetString(row.WrittenSpan)}");
                between = ",\n";
            });
        }
        finally
        {
            output.Write(between == First ? "[]\n" : "\n]\n");
        }
    }

    /// <summary>One line a file: the name, then the most probable classes, and "unsure" where the model is. Control characters in names are shown as escapes.</summary>
    /// <param name="output">Where the lines go.</param>
    /// <param name="answers">As for <see cref="WriteCsv"/>.</param>
    /// <param name="top">How many classes a line.</param>
    /// <returns>As for <see cref="WriteCsv"/>.</returns>
    public static (int Rows, int Errors) WriteText(TextWriter output, IEnumerable<ImageAnswer> answers, int top = 1)
    {
        ArgumentNullException.ThrowIfNull(output);
        return Each(answers, answer =>
        {
            string said = answer.Error is { } error
                ? $"not read ({Printable.Line(error)})"
                : string.Join(", ", answer.Top(top).Select(pair => FormattableString.Invariant($"{Printable.Line(pair.Label)} {pair.Probability:0.000}"))) + (answer.IsUnsure ? ", unsure" : "");
            output.Write($"{Printable.Line(answer.Path)}: {said}\n");
        });
    }

    private static (int Rows, int Errors) Each(IEnumerable<ImageAnswer> answers, Action<ImageAnswer> write)
    {
        ArgumentNullException.ThrowIfNull(answers);
        int rows = 0, errors = 0;
        foreach (ImageAnswer answer in answers)
        {
            write(answer);
            rows++;
            if (answer.Error is not null) errors++;
        }
        return (rows, errors);
    }

    private static void WriteRow(Utf8JsonWriter json, ImageAnswer answer, int? top)
    {
        json.WriteStartObject();
        json.WriteString("file", answer.Path);
        if (answer.Error is { } error)
        {
            json.WriteString("error", error);
            json.WriteEndObject();
            return;
        }
        json.WriteString("label", answer.Label);
        json.WriteNumber("probability", answer.Probability);
        json.WriteBoolean("unsure", answer.IsUnsure);
        json.WriteStartObject("probabilities");
        foreach ((string label, double probability) in answer.Top(top)) json.WriteNumber(label, probability);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

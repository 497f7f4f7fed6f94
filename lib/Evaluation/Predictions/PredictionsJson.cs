using System.Text.Json;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>Predictions as JSON, for programs.</summary>
/// <remarks>
/// One object: <c>format</c> (<c>scenes-predictions/1</c>), <c>model</c>, <c>split</c>, <c>classes</c> (K names), <c>files</c> (N names),
/// <c>labels</c> (N class indices), <c>predicted</c> (N class indices), <c>probabilities</c> (N arrays of K). Numbers read back to the same bits.
/// </remarks>
internal static class PredictionsJson
{
    private const string Format = "scenes-predictions/1";
    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Writes one model's predictions; the final name never holds half a file.</summary>
    /// <param name="path">Where to write.</param>
    /// <param name="predictions">What the model said of one split.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        var document = new Document(Format, predictions.Model, predictions.Split.ToString(), [.. predictions.ClassNames], [.. predictions.Files],
            predictions.Labels, predictions.Predicted, Rows(predictions.Probabilities));
        AtomicFile.Write(path, stream => JsonSerializer.Serialize(stream, document, Options));
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is no such document; the message names the file and what is wrong.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static Predictions Read(string path)
    {
        Document? document;
        try
        {
            using FileStream stream = File.OpenRead(path);
            document = JsonSerializer.Deserialize<Document>(stream, Options);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path}: {error.Message}", error);
        }
        if (document is not { Format: Format, Model: not null, Classes: not null, Files: not null, Labels: not null, Predicted: not null, Probabilities: not null })
            throw new InvalidDataException($"{path}: format '{document?.Format}' or a missing field; expected {Format} with model, split, classes, files, labels, predicted and probabilities.");
        if (!Enum.TryParse(document.Split, out SceneSplit split) || !Enum.IsDefined(split))
            throw new InvalidDataException($"{path}: split '{document.Split}'; allowed: {string.Join(", ", Enum.GetNames<SceneSplit>())}.");
        int classes = document.Classes.Length;
        var probabilities = new double[document.Probabilities.Length, classes];
        for (int image = 0; image < document.Probabilities.Length; image++)
        {
            if (document.Probabilities[image]?.Length != classes)
                throw new InvalidDataException($"{path}: row {image} of probabilities has {document.Probabilities[image]?.Length ?? 0} numbers; there are {classes} classes.");
            for (int k = 0; k < classes; k++) probabilities[image, k] = document.Probabilities[image][k];
        }
        return Checked.Build(path, document.Model, split, document.Classes, document.Files, document.Labels, probabilities, document.Predicted);
    }

    private static double[][] Rows(double[,] values) =>
        [.. Enumerable.Range(0, values.GetLength(0)).Select(row => Enumerable.Range(0, values.GetLength(1)).Select(k => values[row, k]).ToArray())];

    private sealed record Document(string Format, string Model, string Split, string[] Classes, string[] Files, int[] Labels, int[] Predicted, double[][] Probabilities);
}

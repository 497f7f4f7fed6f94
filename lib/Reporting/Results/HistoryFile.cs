using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Runtime;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>A training history as a JSON file: <c>model</c>, <c>bestEpoch</c> and one object an epoch, fields as in <see cref="EpochRecord"/>.</summary>
internal static class HistoryFile
{
    // A loss that is not finite is written as "NaN".
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes a history in one step.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="history">Any history.</param>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public static void Write(string path, TrainingHistory history) => AtomicFile.WriteText(path, JsonSerializer.Serialize(history, Layout) + "\n");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="path">The file to read.</param>
    /// <exception cref="InvalidDataException">The file holds no history.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static TrainingHistory Read(string path)
    {
        try
        {
            var history = JsonSerializer.Deserialize<TrainingHistory>(File.ReadAllText(path), Layout) ?? throw new JsonException("the file is empty.");
            if (history.Epochs is null || history.BestEpoch < 1 || history.BestEpoch > history.Epochs.Count)
                throw new JsonException($"best epoch {history.BestEpoch} of {history.Epochs?.Count ?? 0}; allowed: 1 to the number of epochs.");
            return history;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} holds no training history: {error.Message}", error);
        }
    }
}

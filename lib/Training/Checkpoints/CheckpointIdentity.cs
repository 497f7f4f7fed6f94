using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scenes.Training;

/// <summary>What a checkpoint belongs to. Another run's checkpoint is refused, because its result would be another.</summary>
internal sealed record CheckpointIdentity(string Model, TrainingOptions Options, string TrainSet, string ValidationSet, string FrozenWeights, CnnIdentity? Recipe = null, Recipe? Transfer = null)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Names what differs between this run and a checkpoint's, or null if nothing does.</summary>
    public string? DifferenceFrom(string json)
    {
        using JsonDocument own = JsonDocument.Parse(ToJson()), other = JsonDocument.Parse(json);
        string[] differences = [.. Differences(own.RootElement, other.RootElement)];
        return differences.Length == 0 ? null : string.Join("; ", differences);
    }

    private static IEnumerable<string> Differences(JsonElement own, JsonElement other)
    {
        foreach (JsonProperty property in own.EnumerateObject())
        {
            if (!other.TryGetProperty(property.Name, out JsonElement value)) yield return $"{property.Name} is not in it";
            else if (property.Value.ValueKind == JsonValueKind.Object)
                foreach (string difference in Differences(property.Value, value)) yield return difference;
            else if (property.Value.GetRawText() != value.GetRawText())
                yield return $"{property.Name} is {value.GetRawText()} there and {property.Value.GetRawText()} here";
        }
        foreach (JsonProperty property in other.EnumerateObject())
            if (!own.TryGetProperty(property.Name, out _)) yield return $"{property.Name} is in it and not here";
    }
}

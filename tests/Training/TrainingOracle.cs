using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Tests.Training;

/// <summary>Stored outputs of PyTorch; tests/Oracles/training/README.md says how they were made.</summary>
internal static class TrainingOracle
{
    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folders.Repository, "tests", "Oracles", "training", "training.json")));

    public static JsonElement Root => Document.RootElement;

    public static float[] Floats(this JsonElement element) => [.. element.EnumerateArray().Select(value => (float)value.GetDouble())];

    public static double[] Doubles(this JsonElement element) => [.. element.EnumerateArray().Select(value => value.GetDouble())];
}

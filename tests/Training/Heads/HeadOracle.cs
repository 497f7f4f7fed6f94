using System.Text.Json;
using Scenes.Runtime;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

/// <summary>Stored outputs of scikit-learn; tests/Oracles/training/README.md says how they were made.</summary>
internal static class HeadOracle
{
    private static readonly JsonDocument Document =
        JsonDocument.Parse(File.ReadAllText(Path.Combine(Folders.Repository, "tests", "Oracles", "training", "heads.json")));

    public static JsonElement Root => Document.RootElement;

    public static int Rows => Root.GetProperty("rows").GetInt32();

    public static int Width => Root.GetProperty("width").GetInt32();

    public static int Classes => Root.GetProperty("classes").GetInt32();

    public static long[] Labels => [.. Root.GetProperty("labels").EnumerateArray().Select(label => label.GetInt64())];

    public static Tensor Features(ScalarType type) => tensor(Root.GetProperty("features").Doubles()).reshape(Rows, Width).to(type);

    /// <summary>The rows in memory, and the same rows as training and validation set.</summary>
    public static TrainingSet Set(int first = 0, int? count = null)
    {
        using var scope = NewDisposeScope();
        int end = first + (count ?? (Rows - first));
        Tensor rows = Features(ScalarType.Float32)[first..end].clone().DetachFromDisposeScope();
        return TrainingSet.InMemory(rows, Labels[first..end]);
    }
}

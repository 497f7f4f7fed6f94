using Scenes.Data;

namespace Scenes.Reporting;

/// <summary>Splits as sentences name them.</summary>
internal static class SplitNames
{
    public static string Of(SceneSplit split) => split == SceneSplit.Train ? "training" : split.ToString().ToLowerInvariant();
}

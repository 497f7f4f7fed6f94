namespace Scenes.Data;

/// <summary>Numbers of images by split.</summary>
/// <param name="Train">Training images.</param>
/// <param name="Validation">Validation images.</param>
/// <param name="Test">Test images.</param>
/// <param name="Unlabelled">Images without a label.</param>
public sealed record SplitCounts(int Train, int Validation, int Test, int Unlabelled)
{
    /// <summary>All images.</summary>
    public int Total => Train + Validation + Test + Unlabelled;

    /// <summary>Counts images.</summary>
    /// <param name="images">Any images.</param>
    public static SplitCounts Of(IEnumerable<SceneImage> images)
    {
        var counts = images.CountBy(image => image.Split).ToDictionary();
        return new SplitCounts(
            counts.GetValueOrDefault(SceneSplit.Train),
            counts.GetValueOrDefault(SceneSplit.Validation),
            counts.GetValueOrDefault(SceneSplit.Test),
            counts.GetValueOrDefault(SceneSplit.Unlabelled));
    }
}

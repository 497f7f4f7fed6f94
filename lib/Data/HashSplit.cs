using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Divides training images by their content alone.</summary>
/// <remarks>
/// A number in [0, 1) is derived from the seed and the SHA-256 of the bytes; below the fraction means validation. No other image has a
/// say, so an image keeps its side when files come or go, and byte-identical files are always on the same side. The price: the share is
/// met in expectation, for each class alike, and not exactly (a class of 1,000 images at 0.1 gets 100 +- 19, two standard deviations).
/// A class of few images may get none: of 20 at 0.1 with probability 0.12. The set then says so (<see cref="SceneDataset.ToString"/>).
/// </remarks>
internal static class HashSplit
{
    public static SceneSplit SideOf(string contentHash, SplitOptions options)
    {
        double position = Seeds.Derive(options.Seed, $"validation/{contentHash}") / (double)long.MaxValue;
        return position < options.ValidationFraction ? SceneSplit.Validation : SceneSplit.Train;
    }
}

namespace Scenes.Data;

/// <summary>Images that are the same, or look it.</summary>
/// <param name="Images">Two or more, ordered by name; any two near-duplicates are joined by a chain of small steps.</param>
/// <param name="LargestStep">Bits of <see cref="PerceptualHash"/> that differ in the widest step; 0 for identical files.</param>
public sealed record DuplicateGroup(IReadOnlyList<SceneImage> Images, int LargestStep)
{
    /// <summary>Whether its images carry more than one label: one of them is wrong, or the classes overlap.</summary>
    public bool HasConflictingLabels => Images.Where(image => image.Label >= 0).DistinctBy(image => image.Label).Skip(1).Any();

    /// <summary>Whether it has images in more than one of training, validation and test, so that a score there is too good.</summary>
    public bool LeaksBetweenSplits =>
        Images.Where(image => image.Split != SceneSplit.Unlabelled).DistinctBy(image => image.Split).Skip(1).Any();
}

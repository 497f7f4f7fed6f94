namespace Scenes.Data;

/// <summary>How many images have a size.</summary>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels, upright.</param>
/// <param name="Counts">By split.</param>
public sealed record SizeCount(int Width, int Height, SplitCounts Counts);

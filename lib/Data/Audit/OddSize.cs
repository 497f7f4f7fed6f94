namespace Scenes.Data;

/// <summary>An image whose size is not the most frequent one of its set.</summary>
/// <param name="Image">The image.</param>
/// <param name="Width">Width in pixels, upright.</param>
/// <param name="Height">Height in pixels, upright.</param>
public sealed record OddSize(SceneImage Image, int Width, int Height);

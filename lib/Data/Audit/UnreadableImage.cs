namespace Scenes.Data;

/// <summary>A file that cannot be decoded.</summary>
/// <param name="Image">The file.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record UnreadableImage(SceneImage Image, string Reason);

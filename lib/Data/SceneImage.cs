namespace Scenes.Data;

/// <summary>One image file of a set.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Path relative to the root of the set, with forward slashes; names the image in tables and predictions.</param>
/// <param name="Label">True class index, 0 to K - 1; -1 where the image has no label.</param>
/// <param name="Split">The part of the set it belongs to.</param>
/// <param name="ContentHash">SHA-256 of the file's bytes, 64 hexadecimal digits.</param>
public sealed record SceneImage(string Path, string Name, int Label, SceneSplit Split, string ContentHash);

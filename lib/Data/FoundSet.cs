namespace Scenes.Data;

/// <summary>An image file as the layout of a set describes it, before its bytes are read.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Name">Path relative to the root, with forward slashes.</param>
/// <param name="ClassName">Null where there is no label.</param>
/// <param name="Split">What the layout says; training images may still go to validation.</param>
internal sealed record FoundImage(string Path, string Name, string? ClassName, SceneSplit Split);

/// <summary>What a layout holds.</summary>
/// <param name="Images">Every image file.</param>
/// <param name="Ignored">Names of visible files and folders that are no part of the set.</param>
internal sealed record FoundSet(IReadOnlyList<FoundImage> Images, IReadOnlyList<string> Ignored);

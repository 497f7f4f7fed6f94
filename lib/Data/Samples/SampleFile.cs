namespace Scenes.Data.Samples;

/// <summary>One file of the sample before it is drawn.</summary>
/// <param name="Name">Path below the sample's folder, with forward slashes.</param>
/// <param name="Label">What it shows.</param>
/// <param name="Height">Rows that are kept, from the middle of the picture.</param>
/// <param name="CopyOf">The file whose bytes it repeats, or null.</param>
internal sealed record SampleFile(string Name, int Label, int Height = SampleScenes.ImageSize, string? CopyOf = null);

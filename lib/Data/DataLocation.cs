using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Turns what a user says of the data into a folder.</summary>
public static class DataLocation
{
    /// <summary>The name that stands for the built-in sample.</summary>
    public const string Sample = "sample";

    /// <summary>The name that stands for the downloaded photographs.</summary>
    public const string Intel = "intel";

    /// <summary>The folder of an image set, for <see cref="SceneDataset.Open"/>.</summary>
    /// <param name="wanted">
    /// <c>sample</c> for the built-in sample of seed 0, <c>intel</c> for the downloaded photographs, else a path; null for what SCENES_DATA says, and
    /// the sample where it says nothing.
    /// </param>
    /// <exception cref="ArgumentException">The name is empty, as that of a variable is that a script has not set.</exception>
    /// <exception cref="DirectoryNotFoundException">The Intel photographs are not downloaded.</exception>
    /// <exception cref="IOException">The sample cannot be written to the cache.</exception>
    public static string Resolve(string? wanted = null)
    {
        if (wanted is not null && string.IsNullOrWhiteSpace(wanted)) throw new ArgumentException("The name of the data is empty. Name a folder, a list, intel or sample.");
        wanted ??= Environment.GetEnvironmentVariable(Folders.DataVariable);
        if (string.IsNullOrWhiteSpace(wanted) || wanted == Sample) return SampleScenes.EnsureWritten();
        if (wanted != Intel) return Path.GetFullPath(wanted);
        string intel = Path.Combine(Folders.Data, Intel);
        return Directory.Exists(intel)
            ? intel
            : throw new DirectoryNotFoundException(
                $"The Intel photographs are not in {intel}. Run 'scenes fetch intel', or name a folder that has them.");
    }
}

using System.Globalization;
using Scenes.Data.Samples;
using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>
/// The built-in sample: six kinds of scenes drawn by code, laid out as the photographs' set unpacks, so that everything runs without a download.
/// </summary>
/// <remarks>
/// The drawings use additions, products, quotients and square roots of doubles and a random generator of their own, so a seed gives the same pixels on every
/// machine, and the same files where the JPEG codec is the same.
/// </remarks>
public static class SampleScenes
{
    /// <summary>Raised whenever the same seed would give other pictures.</summary>
    public const int Edition = 2;

    /// <summary>Width and height of a picture in pixels.</summary>
    public const int ImageSize = 150;

    /// <summary>Training files of each class, the planted faults among them.</summary>
    public const int TrainPerClass = 60;

    /// <summary>Test files of each class, the planted faults among them.</summary>
    public const int TestPerClass = 60;

    /// <summary>Files without a label.</summary>
    public const int UnlabelledCount = 36;

    private static readonly Lock Writing = new();

    /// <summary>The six class names, sorted.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. ScenePainter.Classes.Select(one => one.Name)];

    /// <summary>What is wrong with the sample on purpose, for the audit to find.</summary>
    public static IReadOnlyList<SampleFault> Faults => SamplePlan.Faults;

    /// <summary>Draws the sample into the cache unless it is there already; takes a few seconds the first time.</summary>
    /// <param name="seed">Another seed gives other pictures of the same kinds.</param>
    /// <returns>The folder, ready for <see cref="SceneDataset.Open"/>.</returns>
    /// <exception cref="IOException">The cache cannot be written; SCENES_CACHE names another place.</exception>
    public static string EnsureWritten(long seed = 0) => EnsureWritten(Folders.Cache, seed);

    internal static string EnsureWritten(string cache, long seed)
    {
        string folder = Path.Combine(cache, "sample", $"edition-{Edition}", ImageFile.CodecVersion.Replace(' ', '-'), string.Create(CultureInfo.InvariantCulture, $"sample-{seed}"));
        lock (Writing)
        {
            if (!SampleWriter.IsComplete(folder)) SampleWriter.Write(folder, seed);
        }
        return folder;
    }
}

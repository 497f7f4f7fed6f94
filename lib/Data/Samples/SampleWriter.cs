using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data.Samples;

/// <summary>Puts the sample on disk: into a folder of its own beside the final one, then by one rename.</summary>
internal static class SampleWriter
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private const int MostAttempts = 5;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Whether every file of the plan is there with something in it.</summary>
    public static bool IsComplete(string folder) =>
        SamplePlan.Files.All(file => new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true, Length: > 0 });

    /// <summary>Draws and writes the sample. Two processes may do so at once: one rename wins, and both have drawn the same.</summary>
    /// <exception cref="IOException">The folder cannot be written; the message names SCENES_CACHE.</exception>
    public static void Write(string folder, long seed)
    {
        string partial = $"{folder}.{Guid.NewGuid():N}.partial";
        try
        {
            WriteAll(partial, seed);
            Publish(partial, folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"The built-in sample cannot be written to {folder}: {error.Message} Make it writable, or name another place for the cache with {Folders.CacheVariable}.", error);
        }
        finally
        {
            Quietly(() => Directory.Delete(partial, recursive: true));
            RemoveAbandoned(folder);
        }
    }

    private static void WriteAll(string folder, long seed)
    {
        SampleFile[] drawn = [.. SamplePlan.Files.Where(file => file.CopyOf is null)];
        Workers.Run(drawn.Length, i => WriteOne(folder, drawn[i], seed));
        foreach (SampleFile file in SamplePlan.Files)
            if (file.CopyOf is not null) File.Copy(Path.Combine(folder, file.CopyOf), Path.Combine(folder, file.Name));
    }

    /// <summary>The picture of a file, as bytes of a JPEG.</summary>
    private static void WriteOne(string folder, SampleFile file, long seed)
    {
        const int Size = SampleScenes.ImageSize;
        long own = Seeds.Derive(seed, $"sample/{file.Name}");
        byte[] pixels = ScenePainter.Draw(file.Label, own, Size);
        int skip = (Size - file.Height) / 2 * Size * 3;
        var image = new RgbImage(Size, file.Height, pixels[skip..(skip + file.Height * Size * 3)]);
        int quality = new Dice(Seeds.Derive(own, "quality")).Whole(70, 92);
        string path = Path.Combine(folder, file.Name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageFile.EncodeJpeg(image, quality));
    }

    /// <summary>Gives a finished folder its final name, unless another process has done so or does so first.</summary>
    internal static void Publish(string partial, string folder)
    {
        for (int attempt = 0; !IsComplete(folder); attempt++)
        {
            try
            {
                if (Directory.Exists(folder)) Discard(folder);
                Directory.Move(partial, folder);
            }
            catch (IOException) when (attempt < MostAttempts)
            {
                // Another process published between the two moves, or has taken away what this one published and is about to publish its own; the loop looks again.
                Thread.Sleep(Pause * (attempt + 1));
            }
        }
    }

    /// <summary>Clears the final name of a damaged sample: a rename first, so that nobody sees it half deleted.</summary>
    private static void Discard(string folder)
    {
        string aside = $"{folder}.{Guid.NewGuid():N}.partial";
        Directory.Move(folder, aside);
        Directory.Delete(aside, recursive: true);
    }

    /// <summary>Deletes what killed processes left behind.</summary>
    internal static void RemoveAbandoned(string folder) => Quietly(() =>
    {
        foreach (string left in Directory.GetDirectories(Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder)}.*.partial"))
            if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(left) > Abandoned) Quietly(() => Directory.Delete(left, recursive: true));
    });

    /// <summary>Cleans up: what cannot be deleted stays, and the error that led here is the one that is told.</summary>
    private static void Quietly(Action clean)
    {
        try
        {
            clean();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Not there, deleted by another process at this moment, or not ours to delete.
        }
    }
}

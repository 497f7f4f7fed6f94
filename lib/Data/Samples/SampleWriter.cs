using Scenes.Imaging;
using Scenes.Runtime;

namespace Scenes.Data.Samples;

/// <summary>Puts the sample on disk: into a folder of its own beside the final one, then by one rename.</summary>
internal static class SampleWriter
{
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    /// <summary>Whether every file of the plan is there with something in it.</summary>
    public static bool IsComplete(string folder) =>
        SamplePlan.Files.All(file => new FileInfo(Path.Combine(folder, file.Name)) is { Exists: true, Length: > 0 });

    /// <summary>Draws and writes the sample. Two processes may do so at once: one rename wins, and both have drawn the same.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Write(string folder, long seed)
    {
        string partial = $"{folder}.{Guid.NewGuid():N}.partial";
        try
        {
            Parallel.ForEach(SamplePlan.Files.Where(file => file.CopyOf is null), file => WriteOne(partial, file, seed));
            foreach (SampleFile file in SamplePlan.Files)
                if (file.CopyOf is not null) File.Copy(Path.Combine(partial, file.CopyOf), Path.Combine(partial, file.Name));
            Publish(partial, folder);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
            RemoveAbandoned(folder);
        }
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

    private static void Publish(string partial, string folder)
    {
        for (int attempt = 0; !IsComplete(folder); attempt++)
        {
            try
            {
                if (Directory.Exists(folder)) Discard(folder);
                Directory.Move(partial, folder);
            }
            catch (IOException) when (attempt < 3 && Directory.Exists(partial))
            {
                // Another process published between the two moves; the loop looks again.
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
    internal static void RemoveAbandoned(string folder)
    {
        foreach (string left in Directory.EnumerateDirectories(Path.GetDirectoryName(folder)!, $"{Path.GetFileName(folder)}.*.partial"))
        {
            try
            {
                if (DateTime.UtcNow - Directory.GetLastWriteTimeUtc(left) > Abandoned) Directory.Delete(left, recursive: true);
            }
            catch (IOException)
            {
                // Another process deletes it at this moment.
            }
        }
    }
}

using System.Text;

namespace Scenes.Runtime;

/// <summary>Writes files so that their final name never holds half of them.</summary>
public static class AtomicFile
{
    private const string PartialExtension = ".partial";

    private static readonly TimeSpan Abandoned = TimeSpan.FromMinutes(1);

    /// <summary>Writes through a temporary file in the same folder, flushes it to disk and renames it.</summary>
    /// <param name="path">The final name. Missing folders are made; an existing file is replaced in one step.</param>
    /// <param name="write">Writes the whole content.</param>
    /// <exception cref="IOException">The disk is full; what stood under <paramref name="path"/> is untouched.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written; as before.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        string full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        string partial = $"{full}.{Guid.NewGuid():N}{PartialExtension}";
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(partial, full, overwrite: true); // no longer held: whoever reads the file meets the old content or the new
        }
        finally
        {
            File.Delete(partial);
        }
    }

    /// <summary>Removes what killed writers of a file left beside it a minute ago or more. What another process is writing at the moment stays.</summary>
    /// <param name="path">The final name.</param>
    internal static void RemoveAbandoned(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder)) return;
        foreach (string partial in Directory.EnumerateFiles(folder, $"*{PartialExtension}").Where(IsPartialOf))
        {
            try
            {
                using (new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.None)) { } // its writer would not share it
                File.Delete(partial);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // In use, or gone by now.
            }
        }

        // A young one may be between its last byte and its name, where its writer does not hold it.
        bool IsPartialOf(string found) => found.Length > full.Length + 1 + PartialExtension.Length && found.StartsWith(full + ".", StringComparison.Ordinal)
            && Guid.TryParseExact(found.AsSpan(full.Length + 1)[..^PartialExtension.Length], "N", out _)
            && TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(found) > Abandoned;
    }

    /// <summary>Writes text as UTF-8 without a byte-order mark.</summary>
    /// <param name="path">The final name.</param>
    /// <param name="text">The whole content.</param>
    /// <exception cref="IOException">As for <see cref="Write"/>.</exception>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}

using System.IO.Compression;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Unpacks zip files that nobody vouches for.</summary>
internal static class Archive
{
    private const int BufferBytes = 1 << 16, UnixTypeShift = 16, UnixTypeMask = 0xF000, UnixRegular = 0x8000, UnixFolder = 0x4000;

    /// <summary>Unpacks a zip file. The folder appears under its name when everything is in it, and not before.</summary>
    /// <param name="zip">The zip file.</param>
    /// <param name="folder">Must not exist; until all is unpacked the files are in <c>folder.partial</c>, which is emptied first.</param>
    /// <param name="limits">Null for the defaults.</param>
    /// <param name="check">Looks at the unpacked folder before it gets its name, and throws if it is not what it should be.</param>
    /// <param name="progress">Told after every hundredth entry and at the end.</param>
    /// <param name="cancellation">Stops between entries; nothing is left behind.</param>
    /// <exception cref="InvalidDataException">
    /// No zip file, a damaged one, an entry that would leave the folder, a link, a name that stands twice (or for a file and a folder), or a limit exceeded.
    /// </exception>
    /// <exception cref="IOException">The folder exists, cannot be written, or the disk is too small.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static void Unpack(
        string zip,
        string folder,
        ArchiveLimits? limits = null,
        Action<string>? check = null,
        IProgress<ArchiveProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(zip);
        ArgumentException.ThrowIfNullOrEmpty(folder);
        string target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)), partial = target + ".partial";
        if (Path.Exists(target)) throw new IOException($"{target} exists. Remove it or choose another folder.");
        if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        Directory.CreateDirectory(partial);
        try
        {
            try
            {
                UnpackInto(partial, zip, limits ?? new ArchiveLimits(), progress, cancellation);
            }
            catch (Exception error) when (error is ArgumentException or NotSupportedException or OverflowException or EndOfStreamException)
            {
                throw Unreadable(zip, error);
            }
            check?.Invoke(partial);
            Directory.Move(partial, target);
        }
        finally
        {
            if (Directory.Exists(partial)) Directory.Delete(partial, recursive: true);
        }
    }

    private static void UnpackInto(
        string folder, string zip, ArchiveLimits limits, IProgress<ArchiveProgress>? progress, CancellationToken cancellation)
    {
        using ZipArchive archive = Ask(zip, () => ZipFile.OpenRead(zip));
        var entries = Ask(zip, () => archive.Entries);
        if (entries.Count > limits.MaxEntries)
            throw new InvalidDataException($"{zip} has {entries.Count} entries; the limit is {limits.MaxEntries}.");
        long stated = entries.Sum(entry => entry.Length), free = DiskSpace.FreeBytes(folder);
        if (stated > limits.MaxBytes) throw TooLarge(zip, limits);
        if (stated > free) throw new IOException($"{zip} unpacks to {stated >> 20} MiB; {folder} has {free >> 20} MiB free. Make room.");
        var files = new HashSet<string>(StringComparer.OrdinalIgnoreCase); // as the least discerning file system would have it
        var folders = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        long left = limits.MaxBytes;
        byte[] buffer = new byte[BufferBytes];
        for (int i = 0; i < entries.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            string path = Path.TrimEndingDirectorySeparator(PathOf(entries[i], folder, zip));
            bool isFolder = entries[i].FullName.EndsWith('/');
            bool isFree = isFolder || (!folders.Contains(path) && files.Add(path));
            for (string above = isFolder ? path : Path.GetDirectoryName(path)!; above.Length > folder.Length && folders.Add(above); above = Path.GetDirectoryName(above)!)
                isFree &= !files.Contains(above);
            if (!isFree) throw new InvalidDataException($"{zip}: {entries[i].FullName} stands twice, or one name stands for a file and a folder.");
            if (isFolder) Directory.CreateDirectory(path);
            else left -= Write(entries[i], path, buffer, left, zip, limits);
            if (i % 100 == 99 || i == entries.Count - 1) progress?.Report(new ArchiveProgress(i + 1, entries.Count));
        }
    }

    private static string PathOf(ZipArchiveEntry entry, string folder, string zip)
    {
        string name = entry.FullName;
        int type = (entry.ExternalAttributes >> UnixTypeShift) & UnixTypeMask;
        if (type is not (0 or UnixRegular or UnixFolder))
            throw new InvalidDataException($"{zip}: {name} is a link or a device; only files and folders are unpacked.");
        string[] parts = name.TrimEnd('/').Split('/');
        bool plain = Array.TrueForAll(parts, IsPlain);
        string path = plain ? Path.GetFullPath(Path.Combine(folder, name)) : folder;
        if (!plain || !path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            throw new InvalidDataException($"{zip}: '{name}' would leave the folder, or not every system can keep such a name.");
        return path;
    }

    private static bool IsPlain(string part) =>
        part.Length > 0 && part is not ("." or "..") && !part.Any(c => char.IsControl(c) || c is '\\' or ':');

    /// <summary>Counts and checks what really comes out, because the stated size may be a lie.</summary>
    private static long Write(ZipArchiveEntry entry, string path, byte[] buffer, long left, string zip, ArchiveLimits limits)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using Stream from = Ask(zip, entry.Open);
        using var to = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        long written = 0;
        var sum = Crc32.Start();
        while (Ask(zip, () => from.Read(buffer)) is > 0 and int count)
        {
            written += count;
            if (written > left) throw TooLarge(zip, limits);
            to.Write(buffer, 0, count);
            sum.Add(buffer.AsSpan(0, count));
        }
        if (written != entry.Length || sum.Value != entry.Crc32)
            throw new InvalidDataException($"{zip} is damaged: {entry.FullName} unpacks to {written} bytes with check sum {sum.Value:x8}; "
                + $"its header says {entry.Length} and {entry.Crc32:x8}.");
        return written;
    }

    /// <summary>Asks the framework, whose errors name no file.</summary>
    private static T Ask<T>(string zip, Func<T> question)
    {
        try
        {
            return question();
        }
        catch (InvalidDataException error)
        {
            throw Unreadable(zip, error);
        }
    }

    private static InvalidDataException Unreadable(string zip, Exception error) =>
        new($"{zip} is no zip file, a damaged one, or of a kind that is not known here: {error.Message} If it was downloaded, download it again: a page that asks for a login may have come instead.", error);

    private static InvalidDataException TooLarge(string zip, ArchiveLimits limits) =>
        new($"{zip} unpacks to more than the limit of {limits.MaxBytes} bytes.");
}

using System.Formats.Tar;

namespace Scenes.Runtime;

/// <summary>Tells files from what only has a place among them: opening a pipe waits for its writer, and a device may never end.</summary>
internal static class RegularFile
{
    /// <summary>Whether a path names a pipe or a device. What is missing or may not be looked at is left to whoever opens it.</summary>
    /// <param name="path">Any path; links are followed.</param>
    public static bool IsOther(string path)
    {
        if (OperatingSystem.IsWindows()) return false;
        try
        {
            FileSystemInfo? file = new FileInfo(path);
            if (file.Exists && file.Attributes.HasFlag(FileAttributes.ReparsePoint)) file = file.ResolveLinkTarget(returnFinalTarget: true);
            return file is FileInfo { Exists: true, Length: 0 } && TypeOf(file.FullName) is TarEntryType.Fifo or TarEntryType.CharacterDevice or TarEntryType.BlockDevice;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Asks a tar header, the one place where .NET says it on every Unix. Nothing but an empty file is opened for it.</summary>
    private static TarEntryType TypeOf(string path)
    {
        using var archive = new MemoryStream();
        using (var writer = new TarWriter(archive, leaveOpen: true)) writer.WriteEntry(path, "file");
        archive.Position = 0;
        using var reader = new TarReader(archive);
        return reader.GetNextEntry()!.EntryType;
    }
}

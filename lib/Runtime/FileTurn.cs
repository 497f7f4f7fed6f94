using System.Diagnostics;

namespace Scenes.Runtime;

/// <summary>
/// The turn of one among several processes, which is to hold a file. The file is gone when nobody holds or waits for it, so whoever gets it looks whether it still
/// is the one under this name: it may have been deleted between being opened and being locked, and another process may have made and locked a new one.
/// </summary>
internal sealed class FileTurn : IDisposable
{
    // What the systems answer where another holds the file.
    private const int SharingViolation = unchecked((int)0x80070020), WouldBlockOnLinux = 11, WouldBlockOnMac = 35;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    // FAT stores no earlier times, and these in steps of two seconds.
    private static readonly DateTime FirstMark = new(1980, 1, 2, 0, 0, 0, DateTimeKind.Utc);

    private readonly string path;
    private readonly FileStream file;

    private FileTurn(string path, FileStream file) => (this.path, this.file) = (path, file);

    /// <summary>Takes the turn unless another process has it.</summary>
    /// <param name="path">The file, in a folder that is there.</param>
    /// <returns>The turn; null where another has it.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FileTurn? TryTake(string path)
    {
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            }
            catch (IOException error) when (error.HResult is SharingViolation or WouldBlockOnLinux or WouldBlockOnMac)
            {
                return null;
            }
            bool taken = false;
            try
            {
                taken = IsUnder(path, file);
                if (taken) return new FileTurn(path, file);
            }
            finally
            {
                if (!taken) file.Dispose(); // the lock must not wait for the garbage collector
            }
        }
    }

    /// <summary>Waits until no other process has the turn.</summary>
    /// <param name="path">The file, in a folder that is there.</param>
    /// <param name="longest">How long to wait.</param>
    /// <exception cref="IOException">Another process has held it all the time, or it cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static FileTurn Wait(string path, TimeSpan longest)
    {
        for (var watch = Stopwatch.StartNew(); ; Thread.Sleep(Pause))
        {
            if (TryTake(path) is { } turn) return turn;
            if (watch.Elapsed > longest) throw new IOException($"{path} is held by another process. Wait until it has finished, and try again.");
        }
    }

    /// <summary>Ends the turn.</summary>
    public void Dispose()
    {
        if (!OperatingSystem.IsWindows()) TryDelete(); // while it is locked: afterwards it may be another's
        file.Dispose();
        if (OperatingSystem.IsWindows()) TryDelete();
    }

    /// <summary>Marks the locked file with a time of its own and looks whether the name leads to that mark.</summary>
    private static bool IsUnder(string path, FileStream file)
    {
        if (OperatingSystem.IsWindows()) return true; // which deletes no file that is held like this
        try
        {
            File.SetLastWriteTimeUtc(file.SafeFileHandle, FirstMark.AddSeconds(2 * Random.Shared.NextInt64(500_000_000)));
        }
        catch (UnauthorizedAccessException)
        {
            return File.Exists(path); // left by another user who was killed; only its owner may mark it
        }
        return File.GetLastWriteTimeUtc(path) == File.GetLastWriteTimeUtc(file.SafeFileHandle);
    }

    private void TryDelete()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next one has it, or it is another user's in a folder where one may delete one's own alone. An empty file harms nobody.
        }
    }
}

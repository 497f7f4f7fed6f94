using System.Runtime.InteropServices;

namespace Scenes.Tests.Data;

/// <summary>Makes named pipes: whoever opens one waits for its writer, who never comes.</summary>
internal static class NamedPipe
{
    private const uint OwnerReadsAndWrites = 6 << 6;

    /// <summary>Makes a pipe that nobody writes to; skips the test on Windows, which has none among files.</summary>
    public static string Make(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no pipes among files.");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Assert.Equal(0, Mkfifo(path, OwnerReadsAndWrites));
        return path;
    }

    /// <summary>Runs what must not wait for the writer. A minute of waiting is a failure, where it would otherwise be a test that never ends.</summary>
    public static Task<T> RunAsync<T>(Func<T> action) => Task.Run(action, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromMinutes(1), TestContext.Current.CancellationToken);

    [DllImport("libc", EntryPoint = "mkfifo", CharSet = CharSet.Ansi, BestFitMapping = false, ThrowOnUnmappableChar = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Mkfifo(string path, uint mode);
}

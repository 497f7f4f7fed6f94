using System.Diagnostics;

namespace Scenes.Tests.Faults;

/// <summary>A disk of one MiB in memory, almost full; needs root on Linux.</summary>
internal sealed class SmallDisk : IDisposable
{
    private const int FreeBytes = 64 << 10;

    private SmallDisk(string root) => Root = root;

    public string Root { get; }

    /// <summary>Mounts a disk, or skips the test and says why.</summary>
    public static SmallDisk Mount()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess) Assert.Skip("A small disk is mounted for this test, which takes root on Linux.");
        string root = Directory.CreateTempSubdirectory("scenes-disk-").FullName;
        if (!Run("mount", "-t", "tmpfs", "-o", "size=1m", "scenes-test", root))
        {
            Directory.Delete(root);
            Assert.Skip("No tmpfs can be mounted here; run the tests on a machine or in a container that allows it.");
        }
        return new SmallDisk(root);
    }

    /// <summary>Leaves room for 64 KiB.</summary>
    public void Fill()
    {
        long free = new DriveInfo(Root).AvailableFreeSpace - FreeBytes;
        using FileStream filler = File.Create(Path.Combine(Root, "filler"));
        byte[] block = new byte[4096];
        new Random(1).NextBytes(block);
        for (long written = 0; written + block.Length <= free; written += block.Length) filler.Write(block);
    }

    public void Dispose()
    {
        Run("umount", Root);
        Directory.Delete(Root, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}

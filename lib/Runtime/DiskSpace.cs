namespace Scenes.Runtime;

/// <summary>Room on disks.</summary>
internal static class DiskSpace
{
    /// <summary>Free bytes on the disk of a folder; more than anyone needs where the system does not say, as for network paths on Windows.</summary>
    /// <param name="folder">A folder that exists.</param>
    public static long FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return long.MaxValue; // a full disk is still told when it is written to
        }
    }
}

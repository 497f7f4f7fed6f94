using System.Runtime.InteropServices;

namespace Scenes.Runtime.Processor;

/// <summary>Lets the C library keep the memory of large tensors for the next ones instead of giving it back to the system.</summary>
/// <remarks>
/// Every layer's output takes some 10 to 100 MB for a moment. glibc asks the system for blocks of that size and gives them back, so that each layer
/// pays for new zeroed pages: on a virtual machine that was 40 % of the time of a MobileNetV2. Kept memory is bounded by the most that was in
/// use at one time. Threads share one heap, because the heaps that glibc gives to single threads hold no block above 32 MB. Other C libraries are left alone.
/// </remarks>
internal static class MemoryReuse
{
    // Names of malloc.h.
    private const int TrimThreshold = -1, MapThreshold = -3, MostHeaps = -8;
    private const int Never = int.MaxValue;

    // What glibc's own thresholds grow to in a program that uses large blocks (mallopt(3), "dynamic mmap threshold").
    private const int GrownMapThreshold = 32 << 20, GrownTrimThreshold = 64 << 20;

    /// <summary>Keeps large blocks from now on. Threads that are older keep the heaps they have (Directory.Build.targets).</summary>
    internal static void Enable()
    {
        Set(MostHeaps, 1);
        Set(MapThreshold, Never);
        Set(TrimThreshold, Never);
    }

    /// <summary>Gives large blocks back as glibc does by itself, for measuring the difference. The number of heaps stays.</summary>
    internal static void Disable()
    {
        Set(MapThreshold, GrownMapThreshold);
        Set(TrimThreshold, GrownTrimThreshold);
    }

    private static void Set(int option, int value)
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = SetOption(option, value);
        }
        catch (EntryPointNotFoundException)
        {
            // Not glibc.
        }
    }

    [DllImport("libc", EntryPoint = "mallopt")]
    private static extern int SetOption(int name, int value);
}

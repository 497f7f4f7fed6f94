namespace Scenes.Data;

/// <summary>What an archive may ask of this machine.</summary>
/// <param name="MaxEntries">Most files and folders.</param>
/// <param name="MaxBytes">Most unpacked bytes of all files together.</param>
internal sealed record ArchiveLimits(int MaxEntries = 200_000, long MaxBytes = 8L << 30);

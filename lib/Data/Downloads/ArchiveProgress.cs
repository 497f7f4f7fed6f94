namespace Scenes.Data;

/// <summary>How far an archive is unpacked.</summary>
/// <param name="Entries">Entries done.</param>
/// <param name="Total">All entries.</param>
public sealed record ArchiveProgress(int Entries, int Total);

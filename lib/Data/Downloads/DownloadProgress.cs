namespace Scenes.Data;

/// <summary>Where a download stands.</summary>
/// <param name="Bytes">Bytes on disk, those of earlier calls included.</param>
/// <param name="Total">All bytes of the download; null where the server does not say.</param>
/// <param name="BytesPerSecond">Over the last five seconds.</param>
/// <param name="TimeLeft">At this rate; null where the total or the rate is unknown.</param>
/// <param name="Event">What just happened, such as a retry or a new start; null where nothing did.</param>
public sealed record DownloadProgress(long Bytes, long? Total, double BytesPerSecond, TimeSpan? TimeLeft, string? Event = null);

using System.Diagnostics;

namespace Scenes.Data;

/// <summary>Turns byte counts into progress reports, five a second at most.</summary>
internal sealed class TransferReporter(IProgress<DownloadProgress>? progress)
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private readonly RateMeter meter = new();
    private readonly long start = Stopwatch.GetTimestamp();
    private TimeSpan next = TimeSpan.Zero;

    public void Report(long bytes, long? total, string? what = null)
    {
        if (progress is null) return;
        var now = Stopwatch.GetElapsedTime(start);
        if (now < next && what is null && bytes != total) return;
        next = now + Interval;
        meter.Add(now, bytes);
        progress.Report(new DownloadProgress(bytes, total, meter.BytesPerSecond, meter.TimeLeft(total), what));
    }
}

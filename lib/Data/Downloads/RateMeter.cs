namespace Scenes.Data;

/// <summary>Bytes per second over a sliding window, and the time left at that rate.</summary>
internal sealed class RateMeter
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private readonly Queue<(TimeSpan At, long Bytes)> samples = new();
    private (TimeSpan At, long Bytes) last;

    /// <summary>Notes how many bytes there are at a time. Times never go back; fewer bytes than before mean a new start.</summary>
    public void Add(TimeSpan at, long bytes)
    {
        if (bytes < last.Bytes) samples.Clear();
        last = (at, bytes);
        samples.Enqueue(last);
        while (samples.Count > 2 && at - samples.Peek().At > Window) samples.Dequeue();
    }

    public double BytesPerSecond
    {
        get
        {
            if (samples.Count < 2) return 0;
            var (at, bytes) = samples.Peek();
            double seconds = (last.At - at).TotalSeconds;
            return seconds > 0 ? (last.Bytes - bytes) / seconds : 0;
        }
    }

    public TimeSpan? TimeLeft(long? total)
    {
        double rate = BytesPerSecond;
        if (total is not { } all || rate <= 0) return null;
        double seconds = (all - last.Bytes) / rate;
        return seconds < TimeSpan.FromDays(365).TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }
}

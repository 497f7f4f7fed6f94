using System.Diagnostics;

namespace Scenes.Features;

/// <summary>How far an extraction is.</summary>
/// <param name="Done">Images done, those of an earlier process included.</param>
/// <param name="Total">N, all images.</param>
/// <param name="ImagesPerSecond">Speed of this process.</param>
/// <param name="Left">Time left at this speed.</param>
public sealed record ExtractionProgress(int Done, int Total, double ImagesPerSecond, TimeSpan Left);

/// <summary>Turns counts into speeds.</summary>
internal sealed class ExtractionMeter(int total, int start)
{
    private readonly Stopwatch watch = Stopwatch.StartNew();

    public ExtractionProgress At(int done)
    {
        double speed = (done - start) / Math.Max(watch.Elapsed.TotalSeconds, 1e-9);
        return new ExtractionProgress(done, total, speed, TimeSpan.FromSeconds((total - done) / Math.Max(speed, 1e-9)));
    }
}

using Scenes.Data;

namespace Scenes.Tests.Data;

public sealed class RateMeterTests
{
    [Fact]
    public void BytesPerSecond_Window_ForgetsTheSlowStart()
    {
        var meter = new RateMeter();
        meter.Add(TimeSpan.Zero, 0);
        meter.Add(TimeSpan.FromSeconds(10), 100);
        for (int second = 11; second <= 20; second++) meter.Add(TimeSpan.FromSeconds(second), 100 + ((second - 10) * 1000));
        Assert.Equal(1000, meter.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(5), meter.TimeLeft(15_100));
        Assert.Null(meter.TimeLeft(null));
        meter.Add(TimeSpan.FromSeconds(21), 0); // a new start
        Assert.Equal(0, meter.BytesPerSecond);
    }
}

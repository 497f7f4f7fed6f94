using Scenes.Training;

namespace Scenes.Tests.Training;

public sealed class LbfgsTests
{
    [Fact]
    public void Minimise_CancelledOnTheWay_Stops()
    {
        using var stop = new CancellationTokenSource();
        int asked = 0;
        Assert.Throws<OperationCanceledException>(() => Lbfgs.Minimise(
            point =>
            {
                if (++asked == 3) stop.Cancel();
                return (Math.Pow(point[0], 4), [4 * Math.Pow(point[0], 3)]);
            }, [3], tolerance: 1e-12, maximumIterations: 100, stop.Token));
        Assert.Equal(3, asked);
    }
}

using Scenes.Data.Samples;

namespace Scenes.Tests.Data.Samples;

public sealed class DrawingTests
{
    [Fact]
    public void Sin_EqualsTheLibrarysWithinItsBound()
    {
        for (double turns = -3; turns <= 3; turns += 0.001)
            Assert.Equal(Math.Sin(2 * Math.PI * turns), Curves.Sin(turns), 1e-5);
    }

    /// <summary>First outputs of SplitMix64 for seed 0, as its authors publish them.</summary>
    [Fact]
    public void Dice_Seed0_GivesThePublishedNumbers()
    {
        var dice = new Dice(0);
        Assert.Equal([0xE220A8397B1DCDAFUL, 0x6E789E6AA1B965F4UL, 0x06C45D188009454FUL], [dice.Bits(), dice.Bits(), dice.Bits()]);
    }

    [Fact]
    public void Fill_PolygonOffTheGrid_CoversItsArea()
    {
        var canvas = new Canvas(40);
        canvas.Fill([new(0.11, 0.13), new(0.77, 0.13), new(0.77, 0.61), new(0.11, 0.61)], Tint.Grey(1));
        Assert.Equal(0.66 * 0.48, canvas.Pixels.Average(pixel => pixel.R), 0.005);
    }

    [Fact]
    public void Fill_PolygonReachingOut_IsCutAtTheEdges()
    {
        var canvas = new Canvas(20);
        canvas.Fill([new(-3, -2), new(4, -2), new(4, 0.5), new(-3, 0.5)], Tint.Grey(1));
        Assert.Equal(0.5, canvas.Pixels.Average(pixel => pixel.R), 6);
    }

    /// <summary>A point of the ground, projected and looked up again.</summary>
    [Theory]
    [InlineData(0.0, 0.0)] // level
    [InlineData(-0.05, 0.08)] // looking down and to the right
    [InlineData(0.03, -0.04)] // looking up and to the left
    public void Ground_OfAProjectedPoint_IsThatPoint(double tilt, double turn)
    {
        var camera = new Camera(0.4, tilt, 0.9, turn);
        Dot seen = camera.Project(0.3, 0, 2.5);
        (double x, double z) = camera.Ground(seen.X, seen.Y)!.Value;
        Assert.Equal(0.3, x, 1e-4);
        Assert.Equal(2.5, z, 1e-3);
        Assert.Null(camera.Ground(seen.X, camera.Horizon - 0.01));
    }

    [Fact]
    public void Noise_HasNoDriftAndStaysInRange()
    {
        Noise noise = new Dice(5).Noise();
        double[] values = [.. Enumerable.Range(0, 4000).Select(i => noise.At(0.37 * i, 0.73 * (i % 61)))];
        Assert.InRange(values.Average(), -0.05, 0.05);
        Assert.InRange(values.Max(value => Math.Abs(value)), 0.3, 1.5);
    }
}

using Scenes.Features;
using Scenes.Runtime;

namespace Scenes.Tests.Features;

public sealed class PrecisionProbeTests
{
    [Theory]
    [InlineData("fp32", Precision.Float32, Precision.Float32)]
    [InlineData("bf16", Precision.BFloat16, Precision.BFloat16)]
    [InlineData("fp16", Precision.Float16, Precision.BFloat16)] // half precision would need loss scaling
    public void Choose_Named_TakesItWhateverIsFastest(string wanted, Precision frozen, Precision training)
    {
        PrecisionProbe probe = PrecisionProbe.Choose(wanted, Device.Current);
        Assert.Equal((frozen, training), (probe.Fastest, probe.FastestForTraining));
        Assert.StartsWith($"SCENES_PRECISION={wanted}; ", probe.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.3, 1.2, Precision.Float16, Precision.Float32)] // a GPU that emulates bf16
    [InlineData(0.3, 0.3, Precision.Float16, Precision.BFloat16)]
    [InlineData(1.0, 1.0, Precision.Float32, Precision.Float32)]
    public void Constructor_TimesOfReducedFormats_DecideEachForItself(double half, double bfloat16, Precision frozen, Precision training)
    {
        var probe = new PrecisionProbe(1, half, Precision.Float16, bfloat16);
        Assert.Equal((frozen, training), (probe.Fastest, probe.FastestForTraining));
    }

    /// <summary>Frozen networks have Winograd's algorithm in fp32 and training has not, so bf16 may be worth it for one of them alone.</summary>
    [Theory]
    [InlineData(0.4, Precision.BFloat16, Precision.BFloat16)]
    [InlineData(0.7, Precision.Float32, Precision.BFloat16)]
    [InlineData(1.0, Precision.Float32, Precision.Float32)]
    public void Constructor_TrainingIsSlowerInFloat32_DecidesEachForItself(double bfloat16, Precision frozen, Precision training)
    {
        var probe = new PrecisionProbe(0.75, bfloat16, Precision.BFloat16, trainingSeconds: 1);
        Assert.Equal((frozen, training), (probe.Fastest, probe.FastestForTraining));
        Assert.Contains("in training", probe.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Choose_Unknown_NamesWhatIsAllowed()
    {
        var error = Assert.Throws<ArgumentException>(() => PrecisionProbe.Choose("fp8", Device.Current));
        Assert.Equal("SCENES_PRECISION is 'fp8'. Allowed: fp32, bf16, fp16, auto.", error.Message);
    }
}

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

    [Fact]
    public void Choose_Unknown_NamesWhatIsAllowed()
    {
        var error = Assert.Throws<ArgumentException>(() => PrecisionProbe.Choose("fp8", Device.Current));
        Assert.Equal("SCENES_PRECISION is 'fp8'. Allowed: fp32, bf16, fp16, auto.", error.Message);
    }
}

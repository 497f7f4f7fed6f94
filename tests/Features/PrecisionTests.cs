using Scenes.Features;

namespace Scenes.Tests.Features;

public sealed class PrecisionTests
{
    [Theory]
    [InlineData("fp32", Precision.Float32)]
    [InlineData("bf16", Precision.BFloat16)]
    [InlineData("fp16", Precision.Float16)]
    public void Parse_ShortName_IsThatPrecision(string name, Precision expected)
    {
        Assert.Equal(expected, Precisions.Parse(name));
        Assert.Equal(name, expected.ShortName());
    }

    [Fact]
    public void Parse_Auto_IsTheFastestHere() => Assert.Equal(PrecisionProbe.Current.Fastest, Precisions.Parse("auto"));

    [Theory]
    [InlineData("FP32")]
    [InlineData("")]
    [InlineData("int8")]
    public void Parse_Unknown_NamesWhatIsAllowed(string name)
    {
        string message = Assert.Throws<ArgumentException>(() => Precisions.Parse(name)).Message;
        Assert.Contains($"'{name}'", message, StringComparison.Ordinal);
        Assert.Contains("fp32, bf16, fp16, auto", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probe_Here_SaysWhatItMeasuredAndChoosesByIt()
    {
        PrecisionProbe probe = PrecisionProbe.Current;
        Assert.True(double.IsFinite(probe.Ratio) && probe.Ratio > 0, $"ratio {probe.Ratio}");
        Assert.Matches(@"^(bf16|fp16) convolves \d+\.\d times as fast as fp32 here(, (bf16 )?\d+\.\d times in training)?$", probe.Reason);
        if (probe.Ratio < 1) Assert.Equal(Precision.Float32, probe.Fastest);
        Assert.NotEqual(Precision.Float16, probe.FastestForTraining);
    }
}

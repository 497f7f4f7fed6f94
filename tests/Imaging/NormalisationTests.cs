using Scenes.Imaging;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Imaging;

public sealed class NormalisationTests
{
    private const double Tolerance = 2e-6; // A few roundings of float32 on values up to 2.7.

    [Theory]
    [InlineData(0, 0, -2.117904)] // (0 - 0.485) / 0.229
    [InlineData(0, 255, 2.248908)] // (1 - 0.485) / 0.229
    [InlineData(1, 128, 0.205182)] // (128/255 - 0.456) / 0.224
    [InlineData(2, 51, -0.915556)] // (0.2 - 0.406) / 0.225
    public void Apply_ImageNet_FollowsTheFormula(int channel, byte value, double expected)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = full([2, 3, 4, 5], value, ScalarType.Byte);
        Tensor result = Normalisation.Apply(bytes, Preprocessing.UnitRange(8) with { Mean = Preprocessing.ImageNetMean, Std = Preprocessing.ImageNetStd });
        Assert.Equal(ScalarType.Float32, result.dtype);
        Assert.Equal(expected, result[1, channel, 3, 4].item<float>(), Tolerance);
        Assert.Equal(value, bytes[1, channel, 3, 4].item<byte>());
    }

    [Fact]
    public void Apply_UnitRange_DividesBy255()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = arange(0, 255, ScalarType.Byte).view(1, 3, 5, 17);
        Tensor expected = bytes.to(ScalarType.Float32) / 255;
        Assert.True((Normalisation.Apply(bytes, Preprocessing.UnitRange(8)) - expected).abs().max().item<float>() < 1e-7);
    }

    [Fact]
    public void Apply_Tensors_LeavesOneBehind()
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor bytes = zeros([2, 3, 4, 5], ScalarType.Byte);
        int before = scope.DisposablesCount;
        Normalisation.Apply(bytes, Preprocessing.UnitRange(8));
        Assert.Equal(before + 1, scope.DisposablesCount);
    }

    [Fact]
    public void Apply_NoBytes_IsRefused()
    {
        using Tensor floats = zeros(1, 3, 2, 2), grey = zeros([1, 1, 2, 2], ScalarType.Byte);
        Assert.Contains("Float32", Assert.Throws<ArgumentException>(() => Normalisation.Apply(floats, Preprocessing.UnitRange(8))).Message, StringComparison.Ordinal);
        Assert.Contains("1, 1, 2, 2", Assert.Throws<ArgumentException>(() => Normalisation.Apply(grey, Preprocessing.UnitRange(8))).Message, StringComparison.Ordinal);
    }
}

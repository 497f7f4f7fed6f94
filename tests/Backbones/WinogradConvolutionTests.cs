using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Backbones.Layers;
using Scenes.Backbones.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public sealed class WinogradConvolutionTests
{
    // Relative to the largest result; plain sums in fp32 are within 1e-6.
    private const double Tolerance = 3e-5;

    public WinogradConvolutionTests() => Assert.SkipUnless(WinogradConvolution.IsSupported, "This processor has not the instructions (AVX2 and FMA); oneDNN computes these layers.");

    /// <summary>Against libtorch in double precision.</summary>
    [Theory]
    [InlineData(1, 16, 16, 4, 4, 1)] // one tile
    [InlineData(2, 16, 16, 4, 7, 1)] // not square, tiles beyond the edge
    [InlineData(3, 32, 48, 11, 10, 1)] // more filters than channels
    [InlineData(2, 48, 32, 13, 14, 0)] // InceptionV3's have no padding
    [InlineData(2, 64, 16, 12, 9, 2)] // the result is larger than the input
    [InlineData(9, 16, 128, 21, 17, 1)] // several parts a worker, the last one smaller
    [InlineData(1, 512, 512, 8, 8, 1)] // many terms a sum
    public void Run_EveryShape_EqualsThePlainConvolution(int images, int channels, int filters, int height, int width, int padding)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(channels, filters, padding);
        Tensor input = Images(images, channels, height, width);
        Assert.True(WinogradConvolution.Suits(convolution, input));
        using var winograd = new WinogradConvolution(convolution);
        Tensor actual = winograd.Run(input, Activation.None);
        AssertClose(Plain(convolution, input), actual);
        Assert.True(actual.permute(0, 2, 3, 1).is_contiguous(), "The next layer wants channels-last order.");
    }

    [Theory]
    [InlineData(nameof(Activation.None), double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(nameof(Activation.Relu), 0, double.PositiveInfinity)]
    [InlineData(nameof(Activation.Relu6), 0, 6)]
    public void Run_Activations_ComeAfterTheBias(string activation, double lower, double upper)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(16, 16, 1);
        convolution.bias!.mul_(4);
        Tensor input = Images(2, 16, 9, 9) * 5;
        Tensor plain = Plain(convolution, input);
        Assert.True(plain.min().item<double>() < 0 && plain.max().item<double>() > 6, "Otherwise the limits are not tried.");
        using var winograd = new WinogradConvolution(convolution);
        AssertClose(plain.clamp(lower, upper), winograd.Run(input, Enum.Parse<Activation>(activation)));
    }

    /// <summary>Weights or images that are no numbers must not look like a feature of 0.</summary>
    [Theory]
    [InlineData(nameof(Activation.None))]
    [InlineData(nameof(Activation.Relu))]
    [InlineData(nameof(Activation.Relu6))]
    public void Run_NotANumber_StaysOne(string activation)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(16, 16, 1);
        Tensor input = Images(2, 16, 8, 8);
        input[0, 0, 5, 5] = float.NaN;
        using var winograd = new WinogradConvolution(convolution);
        Tensor actual = winograd.Run(input, Enum.Parse<Activation>(activation));
        Assert.True(actual[0, TensorIndex.Colon, 4..7, 4..7].isnan().all().item<bool>());
        Assert.False(actual[1].isnan().any().item<bool>(), "Another image is not touched.");
    }

    [Fact]
    public void Run_LayerWithoutBias_AddsNothing()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = nn.Conv2d(16, 16, 3, padding: 1, bias: false);
        Tensor input = Images(1, 16, 8, 8);
        using var winograd = new WinogradConvolution(convolution);
        AssertClose(Plain(convolution, input), winograd.Run(input, Activation.None));
    }

    /// <summary>An image's features must not depend on the company it is in, nor on the machine's number of processors.</summary>
    [Fact]
    public void Run_OtherBatchOrThreads_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(32, 32, 1);
        Tensor input = Images(13, 32, 14, 14);
        using var winograd = new WinogradConvolution(convolution);
        Tensor together = winograd.Run(input, Activation.Relu);
        Tensor alone = cat([.. Enumerable.Range(0, 13).Select(image => winograd.Run(input.narrow(0, image, 1), Activation.Relu))]);
        Assert.True(together.equal(alone).all().item<bool>());
        int threads = get_num_threads();
        try
        {
            foreach (int count in new[] { 1, 3 })
            {
                set_num_threads(count);
                Assert.True(together.equal(winograd.Run(input, Activation.Relu)).all().item<bool>(), $"{count} threads");
            }
        }
        finally
        {
            set_num_threads(threads);
        }
    }

    [Fact]
    public void Run_ChannelsFirst_IsReadRight()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(16, 32, 1);
        Tensor input = Images(2, 16, 9, 12);
        using var winograd = new WinogradConvolution(convolution);
        Assert.True(winograd.Run(input, Activation.None).equal(winograd.Run(input.contiguous(), Activation.None)).all().item<bool>());
    }

    /// <summary>The weights' order in memory is not their shape's.</summary>
    [Fact]
    public void Run_WeightsInEitherOrder_GivesTheSameBits()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(16, 32, 1);
        Tensor input = Images(1, 16, 8, 8);
        using var before = new WinogradConvolution(convolution);
        ChannelsLast.Convert(convolution);
        using var after = new WinogradConvolution(convolution);
        Assert.True(before.Run(input, Activation.None).equal(after.Run(input, Activation.None)).all().item<bool>());
    }

    [Fact]
    public void Suits_WhatItCannotComputeOrNotFaster_IsLeftToLibtorch()
    {
        using var scope = NewDisposeScope();
        Tensor input = Images(1, 32, 12, 12);
        Assert.True(Suits(nn.Conv2d(32, 32, 3, padding: 1), input));
        Assert.False(Suits(nn.Conv2d(32, 32, 3, stride: 2, padding: 1), input));
        Assert.False(Suits(nn.Conv2d(32, 32, 3, padding: 2, dilation: 2), input));
        Assert.False(Suits(nn.Conv2d(32, 32, 3, padding: 1, groups: 2), input));
        Assert.False(Suits(nn.Conv2d(32, 32, 1), input));
        Assert.False(Suits(nn.Conv2d(32, 32, 5, padding: 2), input));
        Assert.False(Suits(nn.Conv2d(32, 32, (1, 3), padding: (0, 1)), input));
        Assert.False(Suits(nn.Conv2d(32, 24, 3, padding: 1), input), "24 filters are no whole panels.");
        Assert.False(Suits(nn.Conv2d(3, 32, 3, padding: 1), Images(1, 3, 12, 12)), "Three channels fill no vector.");
        Assert.False(Suits(nn.Conv2d(32, 32, 3, padding: 1), Images(1, 32, 5, 5)), "Tiles of 4 x 4 compute 64 results for 25.");
        Assert.False(Suits(nn.Conv2d(32, 32, 3), Images(1, 32, 2, 2)), "There is no result.");
        Assert.False(Suits(nn.Conv2d(32, 32, 3, padding: 1), input.bfloat16()));
        Assert.False(Suits(nn.Conv2d(32, 32, 3, padding: 1), zeros(0, 32, 12, 12)), "There is no image.");

        static bool Suits(Conv2d convolution, Tensor input)
        {
            using (convolution) return WinogradConvolution.Suits(convolution, input);
        }
    }

    /// <summary>The fast way is taken where it can be; both give the same but for rounding, so only their last bits tell which one ran.</summary>
    [Fact]
    public void PreparedConvolution_LayerThatSuits_UsesIt()
    {
        Assert.SkipUnless(FusedConvolution.Supports(ScalarType.Float32), "This system's libtorch has no fused convolutions to compare with.");
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using Conv2d convolution = Layer(32, 32, 1);
        ChannelsLast.Convert(convolution);
        Tensor input = Images(2, 32, 14, 14);
        using var winograd = new WinogradConvolution(convolution);
        using var prepared = new PreparedConvolution(convolution, Activation.Relu);
        Tensor actual = prepared.Run(input);
        Assert.True(actual.equal(winograd.Run(input, Activation.Relu)).all().item<bool>());
        Assert.False(actual.equal(prepared.RunByOneDnn(input)).all().item<bool>());
    }

    private static Conv2d Layer(int channels, int filters, int padding)
    {
        Conv2d layer = nn.Conv2d(channels, filters, 3, padding: padding);
        RandomWeights.Spread(layer);
        return layer;
    }

    private static Tensor Images(int count, int channels, int height, int width)
    {
        using var generator = new Generator(3);
        return ChannelsLast.Convert(randn([count, channels, height, width], generator: generator));
    }

    private static Tensor Plain(Conv2d convolution, Tensor input) =>
        nn.functional.conv2d(input.to(ScalarType.Float64), convolution.weight.to(ScalarType.Float64), convolution.bias?.to(ScalarType.Float64), padding: convolution.padding);

    private static void AssertClose(Tensor expected, Tensor actual)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (actual - expected).abs().max().item<double>(), largest = expected.abs().max().item<double>();
        Assert.True(largest > 0 && difference <= Tolerance * largest, $"differs by {difference}, largest value {largest}");
    }
}

using System.Globalization;
using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Backbones.Layers;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public sealed class FusedNetworkTests
{
    private const double Width = 0.25;

    // Relative to the largest value: fp32 sums in another order, through up to 94 convolutions.
    private const double Tolerance = 3e-5;

    /// <summary>Every stage alone and with the pooled end behind it: what is wanted must not be overwritten by what comes later.</summary>
    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet50")] // sums, an activation behind them
    [InlineData("inception_v3")] // branches
    [InlineData("mobilenet_v2")] // sums without activation, ReLU6, depthwise convolutions
    [InlineData("squeezenet1_1")]
    public void Maps_EveryNetworkAndCut_EqualTheNetworks(string name)
    {
        SkipWithoutFusion();
        using var withoutGradient = no_grad();
        using Backbone original = Backbone.Create(name, widthFactor: Width);
        string[] stages = [.. original.Stages.Select(stage => stage.Name)];
        foreach (string cut in stages.Append(Backbone.Pooled).Concat(stages.SkipLast(1).Select(stage => $"{stage},{Backbone.Pooled}")))
        {
            using var scope = NewDisposeScope();
            using Backbone network = Folded(name, cut);
            using FusedNetwork fused = FusedNetwork.Of(network, cut);
            ChannelsLast.Convert(network);
            Tensor input = Images(network, 2), before = input.clone();
            IReadOnlyList<Tensor> expected = network.Maps(input, cut), actual = fused.Maps(input);
            Assert.Equal(expected.Count, actual.Count);
            foreach ((int index, Tensor map) in expected.Index()) AssertClose(map, actual[index], $"{name}, map {index} of {cut}");
            Assert.True(before.equal(input).all().item<bool>(), $"{name} at {cut} has changed its input.");
        }
    }

    /// <summary>What is left beside convolutions: pools, and joins of branches. No batch norm, activation or sum of its own.</summary>
    [Theory]
    [InlineData("vgg16", 13 + 5)]
    [InlineData("resnet50", 53 + 1)]
    [InlineData("inception_v3", 94 + 13 + 15)] // a pool and a join in each of eleven blocks, two pools between stages, two joins more in each of the last two blocks
    [InlineData("mobilenet_v2", 52)]
    [InlineData("squeezenet1_1", 25 + 3 + 8)]
    public void Of_WholeNetwork_LeavesNoPassOverMemoryThatAConvolutionCanDo(string name, int steps)
    {
        using Backbone network = Folded(name, Backbone.Pooled);
        using FusedNetwork fused = FusedNetwork.Of(network, Backbone.Pooled);
        Assert.Equal(steps, fused.StepCount);
    }

    /// <summary>A sum is taken in where it may overwrite the skip: not where the convolution reads the skip itself, or another one reads it later.</summary>
    [Theory]
    [InlineData(3, "conv -1", "conv 0", "conv 1", "add 2 0")] // the sum goes with the last convolution
    [InlineData(3, "conv -1", "conv 0", "conv 1", "add 2 0", "relu 3")] // the activation, too
    [InlineData(3, "conv -1", "conv 0", "add 1 0")]
    [InlineData(6, "conv -1", "conv 0", "conv 1", "conv 0", "add 2 0", "relu 3", "add 4 5")]
    [InlineData(6, "conv -1", "conv 0", "conv 0", "conv 2", "add 3 0", "conv 4", "add 1 5")]
    [InlineData(3, "conv -1", "conv 0", "add 1 -1")] // the input is the caller's
    public void Of_Sums_AreTakenInWhereTheSkipIsDone(int steps, params string[] traced)
    {
        using var convolution = nn.Conv2d(4, 4, 1);
        using var relu = nn.ReLU();
        Assert.Equal(steps, FusionPlan.Of([.. traced.Select(Step)], [traced.Length - 1]).Steps.Length);

        TracedStep Step(string text)
        {
            string[] words = text.Split(' ');
            int[] sources = [.. words.Skip(1).Select(word => int.Parse(word, CultureInfo.InvariantCulture))];
            nn.Module<Tensor, Tensor>? layer = words[0] switch { "conv" => convolution, "relu" => relu, _ => null };
            return new TracedStep(words[0], layer, [1, 4, 5, 5], sources, maps => maps[0]);
        }
    }

    [Fact]
    public void Maps_ImageTooSmall_SaysHowLargeItMustBe()
    {
        using var scope = NewDisposeScope();
        using Backbone network = Folded("resnet50", Backbone.Pooled);
        using FusedNetwork fused = FusedNetwork.Of(network, Backbone.Pooled);
        ArgumentException error = Assert.Throws<ArgumentException>(() => fused.Maps(zeros(1, 3, 8, 8)));
        Assert.Contains("at least", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ChannelsDoNotFit_SaysWhatWasRefused()
    {
        SkipWithoutFusion();
        using var scope = NewDisposeScope();
        using var convolution = nn.Conv2d(8, 4, 1);
        Tensor map = ChannelsLast.Convert(zeros(1, 3, 5, 5));
        var error = Assert.Throws<InvalidOperationException>(() => FusedConvolution.Run(convolution, map, Activation.Relu));
        Assert.Contains("1 x 3 x 5 x 5", error.Message, StringComparison.Ordinal);
        Assert.Contains("4 x 8 x 1 x 1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Supports_HalfPrecision_IsLeftToGpus() => Assert.False(FusedConvolution.Supports(ScalarType.Float16));

    private static void SkipWithoutFusion() =>
        Assert.SkipUnless(FusedConvolution.Supports(ScalarType.Float32), "This system's libtorch has no fused convolutions; networks run as they are.");

    private static Backbone Folded(string name, string cut)
    {
        Backbone network = Backbone.Create(name, widthFactor: Width);
        RandomWeights.Spread(network);
        Folding.Fold(network, cut);
        return network;
    }

    private static Tensor Images(Backbone network, int count)
    {
        using var generator = new Generator(5);
        int size = network.Spec.MinimumSize;
        using Tensor drawn = randn([count, 3, size + 20, size + 30], generator: generator);
        return ChannelsLast.Convert(drawn);
    }

    private static void AssertClose(Tensor expected, Tensor actual, string what)
    {
        Assert.Equal(expected.shape, actual.shape);
        double difference = (actual - expected).abs().max().item<float>(), largest = expected.abs().max().item<float>();
        Assert.True(largest > 0 && difference <= Tolerance * largest, $"{what}: differs by {difference}, largest value {largest}");
    }
}

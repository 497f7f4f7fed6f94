using Scenes.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public class FoldingTests
{
    private const double Tolerance = 3e-5; // relative; fp32 sums in another order

    [Theory]
    [InlineData("vgg16", 0)] // has no batch norm
    [InlineData("resnet50", 53)]
    [InlineData("inception_v3", 94)]
    [InlineData("mobilenet_v2", 52)]
    [InlineData("squeezenet1_1", 0)]
    public void Fold_EveryNetwork_KeepsFeaturesAtEveryCut(string name, int layers)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(name, widthFactor: 0.125);
        RandomWeights.Spread(network);
        var input = Images(network.Spec.MinimumSize + 30);
        string[] cuts = [Backbone.Pooled, .. network.Stages.Select(stage => stage.Name)];
        var before = cuts.Select(cut => network.Features(input, cut)).ToList();
        Assert.Equal(layers, Folding.Fold(network));
        Assert.Equal(0, Folding.Fold(network));
        foreach (var (index, cut) in cuts.Index())
            if (!IsInsidePair(cut)) AssertClose(before[index], network.Features(input, cut), $"{name} {cut}");
    }

    /// <summary>ResNet50's first convolution is a stage of its own, with batch norm and an activation that works in place behind it.</summary>
    [Theory]
    [InlineData("conv1")]
    [InlineData("bn1")]
    [InlineData("conv1,bn1,relu,layer1")]
    public void Fold_CutBesideTheFirstConvolution_KeepsItsMap(string cut)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create("resnet50", widthFactor: 0.125);
        RandomWeights.Spread(network);
        var input = Images(64);
        var before = Cuts.Parts(cut).Select(part => network.Features(input, part)).ToList();
        Folding.Fold(network, cut);
        foreach (var (index, part) in Cuts.Parts(cut).Index()) AssertClose(before[index], network.Features(input, part), part);
    }

    /// <summary>Between a convolution and the batch norm that was folded into it there is no map any more.</summary>
    private static bool IsInsidePair(string cut) => cut == "conv1";

    private static void AssertClose(Tensor before, Tensor after, string what)
    {
        double difference = (after - before).abs().max().item<float>(), largest = before.abs().max().item<float>();
        Assert.True(difference <= Tolerance * largest, $"{what}: differs by {difference}, largest value {largest}");
    }

    [Fact]
    public void Fold_ThenBfloat16ChannelsLast_RunsCloseToFloat()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create("resnet50", widthFactor: 0.25);
        RandomWeights.Spread(network);
        var input = Images(64);
        var expected = network.Features(input);
        Folding.Fold(network);
        ChannelsLast.Convert(network);
        network.to(ScalarType.BFloat16);
        var features = network.Features(ChannelsLast.Convert(input.to(ScalarType.BFloat16))).to(ScalarType.Float32);
        var cosine = nn.functional.cosine_similarity(features, expected, 1);
        Assert.True(cosine.min().item<float>() > 0.999, $"cosine {cosine.min().item<float>()}");
    }

    private static Tensor Images(int size)
    {
        using var generator = new Generator(5);
        return randn([2, 3, size, size + 8], generator: generator);
    }
}

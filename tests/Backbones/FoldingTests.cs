using Scenes.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public class FoldingTests
{
    private const double Tolerance = 1e-5; // relative; fp32 sums in another order

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
        Perturb(network);
        var input = Images(network.Spec.MinimumSize + 30);
        string[] cuts = [Backbone.Pooled, network.Spec.LastStageCut];
        var before = cuts.Select(cut => network.Features(input, cut)).ToList();
        Assert.Equal(layers, Folding.Fold(network));
        Assert.Equal(0, Folding.Fold(network));
        for (int index = 0; index < cuts.Length; index++)
        {
            var after = network.Features(input, cuts[index]);
            double difference = (after - before[index]).abs().max().item<float>(), largest = before[index].abs().max().item<float>();
            Assert.True(difference <= Tolerance * largest, $"{name} {cuts[index]}: differs by {difference}, largest value {largest}");
        }
    }

    [Fact]
    public void Fold_ThenBfloat16ChannelsLast_RunsCloseToFloat()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create("resnet50", widthFactor: 0.25);
        Perturb(network);
        var input = Images(64);
        var expected = network.Features(input);
        Folding.Fold(network);
        ChannelsLast.Convert(network);
        network.to(ScalarType.BFloat16);
        var features = network.Features(ChannelsLast.Convert(input.to(ScalarType.BFloat16))).to(ScalarType.Float32);
        var cosine = nn.functional.cosine_similarity(features, expected, 1);
        Assert.True(cosine.min().item<float>() > 0.999, $"cosine {cosine.min().item<float>()}");
    }

    /// <summary>Random statistics, so that batch norm does something.</summary>
    private static void Perturb(Backbone network)
    {
        using var generator = new Generator(3);
        foreach (var (name, values) in network.state_dict())
        {
            if (name.EndsWith("running_mean", StringComparison.Ordinal)) values.normal_(0, 0.1, generator);
            if (name.EndsWith("running_var", StringComparison.Ordinal)) values.uniform_(0.5, 1.5, generator);
        }
    }

    private static Tensor Images(int size)
    {
        using var generator = new Generator(5);
        return randn([2, 3, size, size + 8], generator: generator);
    }
}

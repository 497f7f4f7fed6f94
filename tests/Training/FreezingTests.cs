using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class FreezingTests
{
    [Theory]
    [InlineData("norm.running_mean")]
    [InlineData("norm.running_var")]
    [InlineData("norm.num_batches_tracked")]
    public void HashFrozen_StatisticsOfFrozenBatchNorm_AreCounted(string buffer)
    {
        using nn.Module<Tensor, Tensor> network = SmallCases.Network(0);
        Freezing.Freeze(network.named_children().Single(child => child.name == "norm").module);
        AssertChanges(true, network, buffer);
    }

    [Fact]
    public void HashFrozen_BatchNormWithoutWeightsInAFrozenPart_IsCounted()
    {
        manual_seed(0);
        using nn.Module<Tensor, Tensor> network = nn.Sequential(
            ("stage", nn.Sequential(("conv", nn.Conv2d(3, 8, 3)), ("norm", nn.BatchNorm2d(8, affine: false)))), ("head", nn.Conv2d(8, 4, 1)));
        Freezing.Freeze(network.children().First());
        AssertChanges(true, network, "stage.norm.running_mean");
    }

    [Fact]
    public void HashFrozen_StatisticsOfLearningBatchNorm_AreNotCounted()
    {
        using nn.Module<Tensor, Tensor> network = SmallCases.Network(0);
        Freezing.Freeze(network.named_children().Single(child => child.name == "conv").module);
        AssertChanges(false, network, "norm.running_mean");
        AssertChanges(false, network, "norm.weight");
        AssertChanges(true, network, "conv.weight");
    }

    /// <summary>A checkpoint's identity has it: batch norm that starts at 0 and 1 everywhere would only rename the checkpoints of earlier runs.</summary>
    [Fact]
    public void HashWeights_Statistics_AreNotCounted()
    {
        using nn.Module<Tensor, Tensor> network = SmallCases.Network(0);
        string before = Freezing.HashWeights(network);
        Add(network, "norm.running_mean");
        Assert.Equal(before, Freezing.HashWeights(network));
        Add(network, "norm.weight");
        Assert.NotEqual(before, Freezing.HashWeights(network));
    }

    private static void AssertChanges(bool expected, nn.Module network, string key)
    {
        string before = Freezing.HashFrozen(network);
        Assert.Equal(before, Freezing.HashFrozen(network));
        Add(network, key);
        Assert.Equal(expected, before != Freezing.HashFrozen(network));
    }

    private static void Add(nn.Module network, string key)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        network.state_dict()[key].add_(1);
    }
}

using Scenes.Backbones;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

public class BackboneTests
{
    private const double Narrow = 0.125; // the smallest width that the built-in sample uses; fast

    public static TheoryData<string> Names => [.. BackboneCatalogue.All.Select(row => row.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Features_EveryCut_EqualsWhatTheRestStartsFrom(string name)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(name, widthFactor: Narrow);
        var input = Images(network.Spec.MinimumSize + 21, network.Spec.MinimumSize + 34);
        using var pooled = network.Features(input);
        Assert.Equal([2L, network.FeatureWidth], pooled.shape);
        foreach (var stage in network.Stages)
        {
            using var map = network.Features(input, stage.Name);
            using var before = map.clone();
            using var rest = network.StagesAfter(stage.Name);
            using var again = rest.call(map);
            Assert.True(Bits.Equal(again, pooled), $"{name} cut at {stage.Name}");
            Assert.True(Bits.Equal(map, before), $"the rest after {stage.Name} changed its input");
        }
    }

    /// <summary>One pass gives what a pass for each depth gives, and the rest of the network continues from its rows.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Features_OfSeveralDepths_AreTheMeansSideBySide(string name)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(name, widthFactor: Narrow);
        var input = Images(network.Spec.MinimumSize + 21, network.Spec.MinimumSize + 21);
        string early = network.Stages[^4].Name, middle = network.Stages[^2].Name;
        Tensor earlyMean = network.Features(input, early).mean([2, 3]), map = network.Features(input, middle);
        Tensor several = network.Features(input, Cuts.Join([early, middle, Backbone.Pooled]));
        Assert.True(Bits.Equal(several, cat([earlyMean, map.mean([2, 3]), network.Features(input)], 1)));
        using var rest = network.StagesAfter(Cuts.Join([early, middle]));
        Tensor continued = rest.call(cat([earlyMean, map.flatten(1)], 1));
        Assert.Equal(rest.FeatureWidth, continued.shape[1]);
        Assert.Equal(0, (continued - cat([earlyMean, network.Features(input)], 1)).abs().max().item<float>(), 1e-4);
    }

    [Theory]
    [InlineData("layer4.0,layer3")]
    [InlineData("layer3,layer3.5")] // the same stage
    [InlineData("pooled,layer3")]
    public void Features_DepthsOutOfOrder_AreRefused(string cut)
    {
        using var network = Backbone.Create("resnet50", widthFactor: Narrow);
        using Tensor input = Images(64, 64);
        var error = Assert.Throws<ArgumentException>(() => network.Features(input, cut));
        Assert.Contains($"'{cut}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("from early to late", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Features_ManyCalls_LeaveNoTensorsBehind(string name)
    {
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(name, classCount: 3, widthFactor: Narrow);
        using var input = Images(network.Spec.MinimumSize, network.Spec.MinimumSize);
        network.call(input).Dispose();
        long before = Live();
        using (network.Features(input))
        using (network.Features(input, network.Spec.LastStageCut))
        using (network.Features(input, Cuts.Join([network.Spec.LastStageCut, Backbone.Pooled])))
        using (network.call(input))
            Assert.Equal(before + 4, Live());
        Assert.Equal(before, Live());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_SameSeed_SameWeights(string name)
    {
        using var first = Backbone.Create(name, classCount: 2, widthFactor: Narrow, seed: 1);
        using var same = Backbone.Create(name, classCount: 2, widthFactor: Narrow, seed: 1);
        using var other = Backbone.Create(name, classCount: 2, widthFactor: Narrow, seed: 2);
        var weights = first.state_dict();
        Assert.All(same.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, weights[pair.Key]), pair.Key));
        Assert.Contains(other.state_dict(), pair => !Bits.Equal(pair.Value, weights[pair.Key]));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Freeze_ThenTrain_KeepsFrozenStagesBitEqualAndInInferenceMode(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create(name, widthFactor: Narrow);
        string cut = network.Spec.LastStageCut;
        network.Freeze(cut);
        network.train();
        int frozen = network.StageCount(cut);
        Assert.All(network.Stages.Take(frozen), stage => Assert.DoesNotContain(stage.Module.modules(), module => module.training));
        var before = State(network);
        using var optimizer = optim.SGD(network.parameters().Where(parameter => parameter.requires_grad), 0.1);
        network.call(Images(network.Spec.MinimumSize + 40, network.Spec.MinimumSize + 40)).square().mean().backward();
        optimizer.step();
        string[] changed = [.. network.state_dict().Where(pair => !Bits.Equal(pair.Value, before[pair.Key])).Select(pair => pair.Key)];
        Assert.NotEmpty(changed);
        string[] open = [.. network.Stages.Skip(frozen).Select(stage => stage.Name + ".")];
        Assert.All(changed, key => Assert.Contains(open, prefix => key.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void StagesAfter_TrainedOnMaps_ChangesTheNetworkAndKeepsStatistics(string name)
    {
        using var scope = NewDisposeScope();
        using var network = Backbone.Create(name, widthFactor: Narrow);
        network.Freeze(network.Spec.LastStageCut);
        Tensor map;
        using (no_grad()) map = network.Features(Images(network.Spec.MinimumSize + 40, network.Spec.MinimumSize + 40), network.Spec.LastStageCut);
        var before = State(network);
        using var rest = network.StagesAfter(network.Spec.LastStageCut);
        rest.train();
        using var optimizer = optim.SGD(rest.parameters(), 0.1);
        rest.call(map).square().mean().backward();
        optimizer.step();
        string[] changed = [.. network.state_dict().Where(pair => !Bits.Equal(pair.Value, before[pair.Key])).Select(pair => pair.Key)];
        Assert.NotEmpty(changed);
        Assert.DoesNotContain(changed, key => key.Contains("running", StringComparison.Ordinal) || key.Contains("num_batches", StringComparison.Ordinal));
        Assert.Subset(rest.state_dict().Keys.ToHashSet(), changed.ToHashSet());
    }

    /// <summary>A map at a convolution may be the first thing that a folded norm hands on and an activation overwrites.</summary>
    [Fact]
    public void StagesAfter_FoldedNetwork_LeavesTheCallersMapAsItWas()
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create("resnet50", widthFactor: Narrow);
        RandomWeights.Spread(network);
        Tensor image = Images(64, 64), features = network.Features(image);
        Folding.Fold(network);
        Tensor map = network.Features(image, "conv1"), before = map.clone();
        using RemainingStages rest = network.StagesAfter("conv1");
        Tensor actual = rest.call(map);
        Assert.True(Bits.Equal(before, map));
        Assert.True((features - actual).abs().max().item<float>() <= 1e-4 * features.abs().max().item<float>());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_InsideAScope_OutlivesIt(string name)
    {
        Backbone network;
        using (NewDisposeScope()) network = Backbone.Create(name, widthFactor: Narrow);
        using (network)
        using (var outside = Backbone.Create(name, widthFactor: Narrow))
            Assert.Equal(outside.state_dict().Keys, network.state_dict().Keys);
    }

    [Fact]
    public void StagesAfter_DisposedRest_LeavesTheNetworkUsable()
    {
        using var network = Backbone.Create("resnet50", widthFactor: Narrow);
        network.StagesAfter("layer3").Dispose();
        using var input = Images(40, 40);
        using var features = network.Features(input);
        Assert.Equal(network.FeatureWidth, features.shape[1]);
    }

    [Fact]
    public void Features_UnknownCut_ListsTheStages()
    {
        using var network = Backbone.Create("resnet50", widthFactor: Narrow);
        using var input = Images(40, 40);
        var error = Assert.Throws<ArgumentException>(() => network.Features(input, "layer5"));
        Assert.Contains("layer5", error.Message, StringComparison.Ordinal);
        Assert.Contains("layer4.2", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Forward_ImageBelowTheMinimum_SaysSizeAndMinimum(string name)
    {
        using var network = Backbone.Create(name, widthFactor: Narrow);
        int minimum = network.Spec.MinimumSize;
        using var smallest = Images(minimum, minimum);
        using var features = network.call(smallest);
        Assert.True(features.isfinite().all().item<bool>());
        using var low = Images(minimum - 1, 100);
        using var narrow = Images(100, minimum - 1);
        Assert.Contains($"100 x {minimum - 1}", Assert.Throws<ArgumentException>(() => network.call(low)).Message, StringComparison.Ordinal);
        Assert.Contains($"{minimum} x {minimum}", Assert.Throws<ArgumentException>(() => network.call(narrow)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_UnknownName_ListsTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => Backbone.Create("resnet18"));
        Assert.Contains("resnet50", error.Message, StringComparison.Ordinal);
    }

    /// <summary>Tensors that this thread made and has not disposed; other tests run at the same time.</summary>
    private static long Live() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static Dictionary<string, Tensor> State(Backbone network) => network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());

    private static Tensor Images(long height, long width)
    {
        using var generator = new Generator(7);
        return randn([2, 3, height, width], generator: generator);
    }
}

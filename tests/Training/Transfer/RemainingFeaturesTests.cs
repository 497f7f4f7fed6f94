using Scenes.Backbones;
using Scenes.Features;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class RemainingFeaturesTests : IDisposable
{
    private readonly TransferCase small = new();

    [Fact]
    public void Key_MapsOfAnotherFormat_IsAnother()
    {
        FeatureKey maps = new FeatureSource(small.Network("resnet50")) { Cut = "layer3", Pooled = false, Precision = Precision.Float16 }.Key(small.Dataset.Test);
        FeatureKey key = RemainingFeatures.Key(maps, Precision.BFloat16);
        Assert.NotEqual(key.FileName, RemainingFeatures.Key(maps with { Computed = Precision.BFloat16 }, Precision.BFloat16).FileName);
        Assert.NotEqual(key.FileName, RemainingFeatures.Key(maps, Precision.Float32).FileName);
    }

    [Fact]
    public void Extract_StagesInBf16_KeepsAndTakesMeansInFp32()
    {
        Pretrained pretrained = small.Network("resnet50");
        const string Cut = "layer3,layer4.0";
        using var scope = NewDisposeScope();
        using Backbone network = pretrained.Load();
        using RemainingStages stages = network.StagesAfter(Cut);
        using FeatureSet maps = new FeatureSource(pretrained) { Cut = Cut, Pooled = false }.Extract(small.Dataset.Test, cache: small.Cache);
        using FeatureSet pooled = RemainingFeatures.Extract(
            maps.Key, () => maps, () => stages, new TrainingOptions { Precision = Precision.BFloat16, ChannelsLast = true }, small.Options, CancellationToken.None);
        Tensor features = pooled.All(), rounded = features.to(ScalarType.BFloat16).to(ScalarType.Float32);
        int beside = stages.FeatureWidth - network.FeatureWidth;
        Assert.Equal(maps.All()[.., ..beside].data<float>().ToArray(), features[.., ..beside].data<float>().ToArray());
        Assert.False(features[.., beside..].allclose(rounded[.., beside..], rtol: 0, atol: 0));
    }

    public void Dispose() => small.Dispose();
}

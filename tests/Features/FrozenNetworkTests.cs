using Scenes.Backbones;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Tests.Backbones;
using Scenes.Tests.Runtime;
using static TorchSharp.torch;

namespace Scenes.Tests.Features;

public sealed class FrozenNetworkTests
{
    // fp32 convolutions of another memory order and with folded batch norm add up in another order.
    private const double FoldingTolerance = 1e-3;

    // What the reduced precisions must keep of a feature vector's direction.
    private const double ReducedCosine = 0.999;

    private static readonly Preprocessing Small = BackboneCatalogue.Find("resnet50").Preprocessing with { ImageSize = 64, ResizeTo = 64 };

    [Theory]
    [InlineData("resnet50")] // batch norm, skips
    [InlineData("vgg16")] // no batch norm
    [InlineData("mobilenet_v2")] // depthwise convolutions
    public void Run_Float32_EqualsThePlainNetwork(string name)
    {
        using var scope = NewDisposeScope();
        Backbone network = Trained(name);
        Tensor images = Pictures(3, 64);
        using var frozen = new FrozenNetwork(network, Small, precision: Precision.Float32);
        Tensor actual = frozen.Run(images);
        Tensor expected = network.Features(Normalisation.Apply(images, Small)).detach();
        Assert.True((actual - expected).abs().max().item<float>() <= FoldingTolerance * expected.abs().max().item<float>());
    }

    [Fact]
    public void Run_BFloat16_KeepsTheDirection()
    {
        using var scope = NewDisposeScope();
        Backbone network = Trained("resnet50");
        Tensor images = Pictures(4, 64);
        using var exact = new FrozenNetwork(network, Small, precision: Precision.Float32);
        using var reduced = new FrozenNetwork(network, Small, precision: Precision.BFloat16);
        Assert.True(nn.functional.cosine_similarity(exact.Run(images), reduced.Run(images), dim: 1).min().item<float>() >= ReducedCosine);
    }

    [Fact]
    public void Run_BFloat16_FirstStagesOfMobileNetStayExact()
    {
        using var scope = NewDisposeScope();
        Backbone network = Trained("mobilenet_v2");
        Tensor images = Pictures(2, 64);
        Assert.InRange(Difference("features.1"), 0, 1e-5); // fp32 may be fused where bfloat16 cannot be
        Assert.InRange(Difference("features.2"), 1e-4, 1e-1);

        double Difference(string cut)
        {
            Tensor exact = At(cut, Precision.Float32);
            return (At(cut, Precision.BFloat16) - exact).abs().max().item<float>() / exact.abs().max().item<float>();
        }

        Tensor At(string cut, Precision precision)
        {
            using var frozen = new FrozenNetwork(network, Small, cut, precision: precision);
            return frozen.Run(images);
        }
    }

    [Theory]
    [InlineData("resnet50", Backbone.Pooled)]
    [InlineData("inception_v3", "Mixed_7a")] // one known conversion lacks two tensors after it
    [InlineData("mobilenet_v2", Backbone.Pooled)] // 0.9988 where its first stages are not in fp32
    [InlineData("squeezenet1_1", Backbone.Pooled)]
    public void Run_BFloat16OfPhotographs_KeepsTheDirection(string name, string cut)
    {
        string? data = Environment.GetEnvironmentVariable(Folders.DataVariable);
        Assert.SkipUnless(data is not null && Directory.Exists(data), $"Set {Folders.DataVariable} to a folder of photographs.");
        Pretrained pretrained = Pretrained.ImageNet(name);
        Assert.SkipUnless(pretrained.Exists, $"Set {Folders.WeightsVariable} to a folder with {name}.safetensors.");
        using var scope = NewDisposeScope();
        using Backbone made = Backbone.Create(name), network = pretrained.AllowMissing([.. made.state_dict().Keys]).Load();
        string[] photographs = [.. Directory.EnumerateFiles(data!, "*.jpg", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Where((_, index) => index % 500 == 0).Take(8)];
        Tensor images = ImageBatch.Load(photographs, pretrained.Preprocessing);
        using var exact = new FrozenNetwork(network, pretrained.Preprocessing, cut, precision: Precision.Float32);
        using var reduced = new FrozenNetwork(network, pretrained.Preprocessing, cut, precision: Precision.BFloat16);
        Assert.InRange(nn.functional.cosine_similarity(exact.Run(images), reduced.Run(images), dim: 1).mean().item<float>(), ReducedCosine, 1.0001);
    }

    [Fact]
    public void Run_Flipped_IsThePlainViewOfTheMirrorImage()
    {
        using var scope = NewDisposeScope();
        Tensor images = Pictures(2, 64);
        using var frozen = new FrozenNetwork(Backbone.Create("resnet50", widthFactor: 0.25), Small, precision: Precision.Float32);
        Assert.True(frozen.Run(images, FeatureView.Flipped).allclose(frozen.Run(images.flip(3)), rtol: 1e-4, atol: 1e-5));
        Assert.False(frozen.Run(images, FeatureView.Flipped).allclose(frozen.Run(images)));
    }

    [Fact]
    public void Constructor_Always_LeavesTheSourceAsItWas()
    {
        using var scope = NewDisposeScope();
        Backbone network = Backbone.Create("resnet50", widthFactor: 0.25);
        Dictionary<string, Tensor> before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        using var frozen = new FrozenNetwork(network, Small);
        Assert.All(network.state_dict(), pair => Assert.True(pair.Value.equal(before[pair.Key]).all().item<bool>(), pair.Key));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    /// <summary>Its keys are no longer those of a state dict, so a copy of it would lack biases.</summary>
    [Fact]
    public void Constructor_FoldedNetwork_IsRefused()
    {
        using Backbone network = Trained("resnet50");
        Folding.Fold(network);
        var error = Assert.Throws<ArgumentException>(() => new FrozenNetwork(network, Small));
        Assert.Contains("as it was loaded", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RowShape_MapOrPooled_IsThatOfTheRows()
    {
        using var scope = NewDisposeScope();
        Backbone network = Backbone.Create("resnet50", widthFactor: 0.25);
        using var map = new FrozenNetwork(network, Small, "layer3", pooled: false);
        using var pooled = new FrozenNetwork(network, Small, "layer3");
        Assert.Equal([256, 4, 4], map.RowShape);
        Assert.Equal([256], pooled.RowShape);
        using var several = new FrozenNetwork(network, Small, "layer2,layer3,pooled");
        using var beside = new FrozenNetwork(network, Small, "layer2,layer3", pooled: false);
        Assert.Equal([128 + 256 + 512], several.RowShape);
        Assert.Equal([128 + (256 * 4 * 4)], beside.RowShape);
        Assert.Equal([1, 256, 4, 4], map.Run(Pictures(1, 64)).shape);
    }

    /// <summary>A picture whose middle is one colour: whole and centre are then pictures that can be made by hand.</summary>
    [Theory]
    [InlineData(FeatureView.Centred)]
    [InlineData(FeatureView.CentredFlipped)]
    public void Run_Centred_AveragesTheFeaturesOfWholeAndMiddle(FeatureView view)
    {
        using var scope = NewDisposeScope();
        using var frozen = new FrozenNetwork(Backbone.Create("resnet50", widthFactor: 0.25), Small, "layer3,pooled", precision: Precision.Float32);
        Tensor framed = zeros(1, 3, 64, 64, ScalarType.Byte), middle = zeros(1, 3, 64, 64, ScalarType.Byte);
        framed[.., .., 6..58, 6..58] = tensor((byte)200); // 51 pixels of 64, from the 7th on, lie inside
        framed[.., .., .., ..6] = tensor((byte)90); // not as seen in a mirror
        middle.fill_((byte)200);
        FeatureView whole = view.IsFlipped() ? FeatureView.Flipped : FeatureView.Plain;
        Tensor expected = (frozen.Run(framed, whole) + frozen.Run(middle)) / 2;
        Assert.Equal(0, (frozen.Run(framed, view) - expected).abs().max().item<float>(), 1e-4);
        Assert.False(frozen.Run(framed, whole).allclose(expected));
    }

    [Fact]
    public void Run_MapsOfCentred_AreRefused()
    {
        using var frozen = new FrozenNetwork(Backbone.Create("resnet50", widthFactor: 0.25), Small, "layer3", pooled: false);
        var error = Assert.Throws<ArgumentException>(() => frozen.Run(Pictures(1, 64), FeatureView.Centred));
        Assert.Contains("pooled: true", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ManyTimes_KeepsNoTensors()
    {
        using var frozen = new FrozenNetwork(Backbone.Create("squeezenet1_1"), Small);
        using Tensor images = Pictures(1, 64);
        frozen.Run(images).Dispose();
        long before = LiveTensors();
        for (int i = 0; i < 3; i++) frozen.Run(images).Dispose();
        Assert.Equal(before, LiveTensors());
    }

    /// <summary>What convolutions prepared is given back with the network.</summary>
    [Fact]
    public void Dispose_FusedNetwork_LeavesNoMoreTensorsThanLayersOneByOne()
    {
        using var scope = NewDisposeScope();
        Backbone network = Trained("vgg16");
        Tensor images = Pictures(2, 64);
        Assert.Equal(Left(fuse: false), Left(fuse: true));

        long Left(bool fuse)
        {
            long before = LiveTensors();
            using (var frozen = new FrozenNetwork(network, Small, Backbone.Pooled, pooled: true, Precision.Float32, fuse)) frozen.Run(images).Dispose();
            return LiveTensors() - before;
        }
    }

    [Fact]
    public void Run_NoImages_GivesNoRows()
    {
        using var scope = NewDisposeScope();
        using var frozen = new FrozenNetwork(Trained("squeezenet1_1"), Small, precision: Precision.Float32);
        Assert.Equal([0, .. frozen.RowShape], frozen.Run(Pictures(0, 64)).shape);
    }

    [Fact]
    public void BatchSize_EarlyMapOfLargeImages_StaysWithinAChunkOfTheCache()
    {
        Preprocessing large = Small with { ImageSize = 224, ResizeTo = 224 };
        using var frozen = new FrozenNetwork(Backbone.Create("vgg16", widthFactor: 0.5), large, "features.3", pooled: false);
        Assert.Equal([32, 224, 224], frozen.RowShape); // 6.4 MB in fp32
        Assert.Equal(8, frozen.BatchSize);
    }

    /// <summary>Maps of 64 channels at full size: 392 MiB in fp32 for 32 images of 224 pixels, and two of them at once.</summary>
    [Theory]
    [InlineData(224, 8)]
    [InlineData(150, 16)]
    public void BatchSize_Vgg16_KeepsItsLargestMapsBelow128MiB(int size, int images)
    {
        Assert.SkipUnless(Scenes.Runtime.Device.Current.Torch.type == TorchSharp.DeviceType.CPU, "A GPU tries what fits.");
        using Backbone network = Backbone.Create("vgg16");
        using var frozen = new FrozenNetwork(network, Small with { ImageSize = size, ResizeTo = size }, precision: Precision.Float32);
        Assert.Equal(images, frozen.BatchSize);
    }

    [Fact, Trait(Cuda.Trait, Cuda.Name)]
    public void Run_Float16OnCuda_KeepsTheDirectionOfFloat32OnTheCpu()
    {
        Cuda.Require();
        using var scope = NewDisposeScope();
        Backbone network = Trained("resnet50");
        Tensor images = Pictures(4, 64);
        using var frozen = new FrozenNetwork(network, Small, precision: Precision.Float16);
        Tensor expected = network.Features(Normalisation.Apply(images, Small)).detach();
        Assert.True(nn.functional.cosine_similarity(expected, frozen.Run(images), dim: 1).min().item<float>() >= ReducedCosine);
    }

    /// <summary>Of this thread alone: other tests run beside this one.</summary>
    private static long LiveTensors() => TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

    private static Backbone Trained(string name)
    {
        Backbone network = Backbone.Create(name, widthFactor: 0.25);
        RandomWeights.Spread(network);
        return network;
    }

    private static Tensor Pictures(int count, int size)
    {
        using var generator = new Generator(5);
        return randint(0, 256, [count, 3, size, size], ScalarType.Byte, generator: generator);
    }
}

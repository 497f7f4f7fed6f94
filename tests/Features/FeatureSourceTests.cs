using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Imaging;
using static TorchSharp.torch;

namespace Scenes.Tests.Features;

public sealed class FeatureSourceTests
{
    private static readonly Preprocessing Small = BackboneCatalogue.Find("resnet50").Preprocessing with { ImageSize = 64, ResizeTo = 64 };

    [Fact]
    public void Extract_FilesOfTheSample_EqualsTheNetworkOnTheLoadedBatch()
    {
        string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
        try
        {
            using var scope = NewDisposeScope();
            string weights = Path.Combine(folder, "resnet50.safetensors");
            SafetensorsFile.Write(weights, Backbone.Create("resnet50", widthFactor: 0.125).state_dict());
            var source = new FeatureSource(new Pretrained(BackboneCatalogue.Find("resnet50"), weights, Small, WidthFactor: 0.125))
            {
                Precision = Precision.Float32,
                Stored = Precision.Float32,
            };
            SceneImage[] images = [.. SceneDataset.Open(SampleScenes.EnsureWritten()).Test.Take(40)]; // a whole batch and a part of one
            using FeatureSet set = source.Extract(images, cache: new FeatureCache(Path.Combine(folder, "cache")));
            using FrozenNetwork frozen = source.Open();
            Tensor expected = frozen.Run(ImageBatch.Load([.. images.Select(image => image.Path)], Small));
            Assert.True(set.All().allclose(expected, rtol: 1e-4, atol: 1e-5));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Others find features by the content that the set was opened with.</summary>
    [Fact]
    public void Extract_ImageThatChangedSinceTheSetWasOpened_IsRefusedAndKeepsNothing()
    {
        string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
        try
        {
            SceneImage[] sample = [.. SceneDataset.Open(SampleScenes.EnsureWritten()).Test.Take(2)];
            string copy = Path.Combine(folder, "copy.jpg");
            File.Copy(sample[1].Path, copy);
            var source = new FeatureSource(Miniature.Find("resnet50")) { Precision = Precision.Float32 };
            var cache = new FeatureCache(Path.Combine(folder, "cache"));
            SceneImage[] images = [sample[0] with { Path = copy }];
            string message = Assert.Throws<InvalidDataException>(() => source.Extract(images, cache: cache)).Message;
            Assert.Contains($"{copy} has changed", message, StringComparison.Ordinal);
            Assert.DoesNotContain(cache.List(), file => file.Extension == ".safetensors");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Key_WeightsOrFreshLayersChange_IsAnother()
    {
        string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
        try
        {
            using var scope = NewDisposeScope();
            string first = Path.Combine(folder, "first.safetensors"), second = Path.Combine(folder, "second.safetensors");
            SafetensorsFile.Write(first, Backbone.Create("squeezenet1_1", widthFactor: 0.125, seed: 1).state_dict());
            SafetensorsFile.Write(second, Backbone.Create("squeezenet1_1", widthFactor: 0.125, seed: 2).state_dict());
            var network = new Pretrained(BackboneCatalogue.Find("squeezenet1_1"), first, Small, WidthFactor: 0.125);
            SceneImage[] images = [new("/a.jpg", "a.jpg", 0, SceneSplit.Train, "hash")];
            string key = new FeatureSource(network).Key(images).FileName;
            Assert.Equal(key, new FeatureSource(network).Key(images).FileName);
            Assert.NotEqual(key, new FeatureSource(network with { WeightsPath = second }).Key(images).FileName);
            Assert.NotEqual(key, new FeatureSource(network with { LeaveOut = ["features.12.*"] }).Key(images).FileName);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Key_WaysToCompute_AreThoseOfTheNetwork()
    {
        FeatureKey exact = KeyIn(Precision.Float32), reduced = KeyIn(Precision.BFloat16);
        Assert.Equal((FrozenNetwork.CanFuse(Precision.Float32), FrozenNetwork.CanUseWinograd(Precision.Float32)), (exact.Fused, exact.Winograd));
        Assert.Equal((FrozenNetwork.CanFuse(Precision.BFloat16), false), (reduced.Fused, reduced.Winograd));

        static FeatureKey KeyIn(Precision precision) => new FeatureSource(Miniature.Find("vgg16")) { Precision = precision }.Key([]);
    }
}

using Scenes.Backbones;
using Scenes.Runner.Pretraining;
using Scenes.Runtime;
using Scenes.Tests.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Runner.Pretraining;

/// <summary>What makes the miniatures' weights, on two pictures of each kind and for one epoch.</summary>
[Collection(GlobalGenerator.Name)]
public sealed class MiniaturePretrainingTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-pretrain-").FullName;

    [Fact]
    public void Run_SameSeed_GivesTheSameWeightsThatTheLibraryLoads()
    {
        string once = Pretrained("once", seed: 0), again = Pretrained("again", seed: 0), other = Pretrained("other", seed: 1);
        Assert.Equal(ContentHash.OfFile(once), ContentHash.OfFile(again));
        Assert.NotEqual(ContentHash.OfFile(once), ContentHash.OfFile(other));

        Pretrained miniature = Miniature.Find("resnet50") with { WeightsPath = once };
        using Backbone network = miniature.Load();
        using SafetensorsFile file = SafetensorsFile.Open(once);
        Assert.Equal("36 kinds of procedural pictures, 2 each, 96 pixels", file.Metadata["data"]);
        using Tensor stored = file.Read("conv1.weight"), loaded = network.state_dict()["conv1.weight"].to(ScalarType.Float16);
        Assert.Equal(ScalarType.Float16, stored.dtype);
        Assert.True(stored.eq(loaded).all().item<bool>());
    }

    [Fact]
    public void Find_NetworkWithoutMiniature_NamesThoseThatHaveOne()
    {
        var error = Assert.Throws<ArgumentException>(() => MiniatureRecipe.Find("mobilenet_v2"));
        Assert.Contains("vgg16, resnet50, inception_v3", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Pretrained(string name, long seed)
    {
        string path = Path.Combine(folder, $"{name}.safetensors");
        MiniatureRecipe whole = MiniatureRecipe.Find("resnet50");
        MiniatureRecipe small = whole with { PerKind = 2, ValidationPerKind = 1, Options = whole.Options with { Epochs = 1 } };
        MiniaturePretraining.Run(small, path, seed, $"{path}.checkpoint", TestContext.Current.CancellationToken);
        return path;
    }
}

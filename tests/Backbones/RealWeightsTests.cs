using Scenes.Backbones;
using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>ImageNet weights of the folder SCENES_WEIGHTS; skipped without it.</summary>
public class RealWeightsTests
{
    [Theory]
    [MemberData(nameof(BackboneTests.Names), MemberType = typeof(BackboneTests))]
    public void Load_EveryFileOfTheFolder_FitsAndGivesLivelyFeatures(string name)
    {
        Assert.SkipUnless(Environment.GetEnvironmentVariable(Folders.WeightsVariable) is { Length: > 0 }, $"Set {Folders.WeightsVariable} to a folder of weights.");
        Pretrained pretrained = Pretrained.ImageNet(name);
        Assert.SkipUnless(pretrained.Exists, $"{Folders.WeightsVariable} has no {name}.safetensors.");
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var made = Backbone.Create(name);
        Pretrained allowed = pretrained.AllowMissing([.. made.state_dict().Keys]);
        string[] leftOut = [.. allowed.LeaveOut.Skip(pretrained.LeaveOut.Count)];
        string[] optional = ["Mixed_7b.branch3x3dbl_2.conv.weight", "Mixed_7c.branch3x3dbl_2.conv.weight"]; // one known conversion lacks them
        Assert.Subset(optional.ToHashSet(), leftOut.ToHashSet());
        using Backbone network = allowed.Load();
        var preprocessing = network.Spec.Preprocessing;
        using var generator = new Generator(1);
        var noise = rand([2, 3, preprocessing.ImageSize, preprocessing.ImageSize], generator: generator);
        var features = network.Features(noise, leftOut.Length == 0 ? Backbone.Pooled : network.Spec.LastStageCut);
        Assert.True(features.isfinite().all().item<bool>());
        Assert.InRange(features.std().item<float>(), 1e-3, 100);
    }

    [Fact]
    public void ResNet50_Photographs_PredictsConfidently()
    {
        const string Network = "resnet50";
        string? data = Environment.GetEnvironmentVariable(Folders.DataVariable);
        Assert.SkipUnless(data is not null && Directory.Exists(data), $"Set {Folders.DataVariable} to the folder of the Intel photographs.");
        Pretrained pretrained = Pretrained.ImageNet(Network);
        Assert.SkipUnless(pretrained.Exists, $"Set {Folders.WeightsVariable} to a folder with {Network}.safetensors.");
        // ImageNet's classes: 970 alp, 972 cliff, 976 promontory, 979 valley, 980 volcano; 973 coral reef, 978 seashore, 975 lakeside.
        string[] mountains = [.. Directory.EnumerateFiles(data!, "*.jpg", SearchOption.AllDirectories)
            .Where(path => path.Contains("seg_train", StringComparison.Ordinal) && Path.GetFileName(Path.GetDirectoryName(path)) == "mountain")
            .Order(StringComparer.Ordinal).Take(16)];
        Assert.SkipUnless(mountains.Length == 16, $"{Folders.DataVariable} has no seg_train/…/mountain folder.");
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(Network, classCount: 1000);
        WeightLoader.Load(network, pretrained.WeightsPath);
        var pixels = ImageBatch.Load(mountains, network.Spec.Preprocessing);
        long[] predicted = [.. network.call(Normalisation.Apply(pixels, network.Spec.Preprocessing)).argmax(1).data<long>()];
        long[] heights = [970, 972, 976, 979, 980];
        int alpine = predicted.Count(index => heights.Contains(index));
        Assert.True(alpine >= 8, $"{alpine} of 16 mountains are alp, cliff, promontory, valley or volcano; predictions: {string.Join(", ", predicted)}");
    }
}

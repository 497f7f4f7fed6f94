using Scenes.Backbones;
using Scenes.Imaging;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Every claim of every row, checked on the network itself.</summary>
public class BackboneCatalogueTests
{
    private const int ImageNetClasses = 1000;

    private static readonly Rgb UsualMean = new(0.485, 0.456, 0.406), UsualStd = new(0.229, 0.224, 0.225), Half = new(0.5, 0.5, 0.5);

    public static TheoryData<string> Names => BackboneTests.Names;

    /// <summary>
    /// Size, share of the shorter side that is kept, interpolation, mean, std and top-1 in percent: timm's configurations of vgg16.tv_in1k, resnet50.tv_in1k,
    /// inception_v3.tv_in1k and mobilenetv2_100.ra_in1k with their rows of its results-imagenet.csv, and torchvision's SqueezeNet1_1_Weights.IMAGENET1K_V1.
    /// </summary>
    public static TheoryData<string, int, double, Interpolation, Rgb, Rgb, double> Published => new()
    {
        { "vgg16", 224, 0.875, Interpolation.Bilinear, UsualMean, UsualStd, 71.592 },
        { "resnet50", 224, 0.875, Interpolation.Bilinear, UsualMean, UsualStd, 76.130 },
        { "inception_v3", 299, 0.875, Interpolation.Bicubic, Half, Half, 77.434 },
        { "mobilenet_v2", 224, 0.875, Interpolation.Bicubic, UsualMean, UsualStd, 72.976 },
        { "squeezenet1_1", 224, 0.875, Interpolation.Bilinear, UsualMean, UsualStd, 58.178 }, // torchvision: resized to 256, 224 of it
    };

    /// <summary>What folds of training photographs chose, as the tables of environment/results.md have it; VGG16's weights were not at hand.</summary>
    public static TheoryData<string, string[], int?> Chosen => new()
    {
        { "vgg16", [], null },
        { "resnet50", ["layer3"], 256 },
        { "inception_v3", [], null },
        { "mobilenet_v2", ["features.13", "features.16", "features.17"], null },
        { "squeezenet1_1", ["features.9", "features.10", "features.11"], null },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Preprocessing_OfEveryNetwork_IsAsPublishedWithItsWeights(
        string name, int size, double kept, Interpolation interpolation, Rgb mean, Rgb std, double topOne)
    {
        var row = BackboneCatalogue.Find(name);
        Assert.Equal(new Preprocessing(size, (int)Math.Floor(size / kept), interpolation, mean, std, ResizeMode.ShorterSide), row.Preprocessing);
        Assert.Equal(topOne / 100, row.ReportedTopOne, 1e-9);
    }

    [Theory]
    [MemberData(nameof(Chosen))]
    public void Depths_OfEveryNetwork_AreThoseThatFoldsChose(string name, string[] depths, int? frozenSize)
    {
        var row = BackboneCatalogue.Find(name);
        Assert.Equal(depths, row.Depths);
        Assert.Equal(frozenSize, row.FrozenSize);
        using var network = Backbone.Create(name, widthFactor: 0.1);
        Assert.Equal(depths, depths.OrderBy(network.StageCount)); // from early to late
    }

    /// <summary>Where the notebooks cut and what they may lack.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Frozen_OfEveryNetwork_NamesStagesAndKeysThatThereAre(string name)
    {
        var row = BackboneCatalogue.Find(name);
        using var network = Backbone.Create(name, widthFactor: 0.1);
        foreach (string cut in new[] { row.FrozenCut, row.FrozenMapsAt }.OfType<string>()) Assert.InRange(network.StageCount(cut), 1, network.Stages.Count - 1);
        Assert.Subset(network.state_dict().Keys.ToHashSet(), row.OftenMissing.ToHashSet());
        Recipe.FrozenFor(row).Validated();
    }

    [Fact]
    public void Tables_WithValuesFromOutside_HaveEveryRow()
    {
        string[] names = [.. BackboneCatalogue.All.Select(row => row.Name)];
        Assert.Equal(names, Published.Select(row => row.Data.Item1));
        Assert.Equal(names, Chosen.Select(row => row.Data.Item1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Row_OfEveryNetwork_IsTrue(string name)
    {
        var row = BackboneCatalogue.Find(name);
        using var network = Backbone.Create(name, ImageNetClasses);
        Assert.Equal(row.ParameterCount, Count(network));
        Assert.Equal(row.FeatureWidth, network.FeatureWidth);
        Assert.Equal(row.FeatureParameterCount, network.Stages.Sum(stage => Count(stage.Module)));
        Assert.All(network.state_dict().Keys.Where(key => !key.Contains("num_batches", StringComparison.Ordinal)), key =>
            Assert.Equal(!IsInStage(network, key), row.ClassifierKeys.Any(pattern => key.StartsWith(pattern.TrimEnd('*'), StringComparison.Ordinal))));

        int size = row.Preprocessing.ImageSize;
        var table = network.Describe(size, size);
        Assert.Equal(row.BillionMacs, table.Sum(layer => layer.Macs) / 1e9, 3);
        Assert.Equal([1L, ImageNetClasses], table[^1].Shape);
        Assert.Equal(row.FeatureWidth, table[network.Stages.Count - 1].Shape[1]);
        Assert.Equal(row.FeatureParameterCount, table.Take(network.Stages.Count).Sum(layer => layer.Parameters));

        Assert.InRange(row.ReportedTopOne, 0.5, 0.9);
        Assert.InRange(row.Preprocessing.ResizeTo, size, 2 * size);
        Assert.Matches("^[0-9]{4}[.][0-9]{5}$|^[0-9]{4}[.][0-9]{4}$", row.ArxivId);
        Assert.Equal(network.Stages.Count, network.StageCount(Backbone.Pooled));
        Assert.InRange(network.StageCount(row.LastStageCut), 1, network.Stages.Count - 1);
        if (row.ExactThrough is { } exact) Assert.InRange(network.StageCount(exact), 1, network.StageCount(row.LastStageCut));
        Assert.InRange(network.StageCount(row.ArticleCut), 1, network.Stages.Count);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Create_WithoutClasses_HasNoClassifierAndReturnsFeatures(string name)
    {
        using var network = Backbone.Create(name);
        Assert.Equal(network.Spec.FeatureParameterCount, Count(network));
        using var input = zeros(1, 3, network.Spec.MinimumSize, network.Spec.MinimumSize);
        using var features = network.call(input);
        Assert.Equal([1L, network.Spec.FeatureWidth], features.shape);
    }

    [Fact]
    public void All_NamesInOrder_ArticleFirst() =>
        Assert.Equal(["vgg16", "resnet50", "inception_v3", "mobilenet_v2", "squeezenet1_1"], BackboneCatalogue.All.Select(row => row.Name));

    private static bool IsInStage(Backbone network, string key) =>
        network.Stages.Any(stage => key.StartsWith(stage.Name + ".", StringComparison.Ordinal));

    private static long Count(nn.Module module) => module.parameters().Sum(parameter => parameter.numel());
}

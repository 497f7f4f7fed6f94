using Scenes.Backbones;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Every claim of every row, checked on the network itself.</summary>
public class BackboneCatalogueTests
{
    private const int ImageNetClasses = 1000;

    public static TheoryData<string> Names => BackboneTests.Names;

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

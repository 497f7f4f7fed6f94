using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Tests.Data.Samples;
using Scenes.Training;

namespace Scenes.Tests.Reporting;

/// <summary>What the miniatures have learnt is worth more than their layers: on the built-in sample they beat random weights.</summary>
public sealed class SampleTransferTests(SampleFixture sample) : IDisposable
{
    private const double OverRandom = 0.15;

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet50")]
    [InlineData("inception_v3")]
    public void Modern_OnTheSample_BeatsRandomWeights(string name)
    {
        Pretrained miniature = Miniature.Find(name);
        double learnt = Accuracy(miniature), random = Accuracy(WithRandomWeights(miniature));
        Assert.True(learnt >= random + OverRandom, $"{name}: {learnt:0.000} with its weights, {random:0.000} with random ones");
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>With one look at each image: the others would take as long again and bring both the same.</summary>
    private double Accuracy(Pretrained network)
    {
        var options = new TransferOptions { Cache = new FeatureCache(Path.Combine(folder, "cache")) };
        Recipe recipe = Recipe.FrozenFor(network.Spec) with { BothViews = false, Centre = false };
        using TransferModel model = TransferTrainer.Fit(network, recipe, sample.Dataset, options);
        return Predictor.Predict(model, sample.Dataset.Test, sample.Dataset.ClassNames).Accuracy;
    }

    private Pretrained WithRandomWeights(Pretrained network)
    {
        string path = Path.Combine(folder, $"{network.Spec.Name}.safetensors");
        using Backbone random = Backbone.Create(network.Spec.Name, 0, network.WidthFactor, seed: 1);
        SafetensorsFile.Write(path, random.state_dict());
        return network with { WeightsPath = path };
    }
}

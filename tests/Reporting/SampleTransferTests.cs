using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Reporting;
using Scenes.Tests.Data.Samples;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Reporting;

/// <summary>What the lesson on the built-in sample rests on: the pretrained miniatures beat random weights and a CNN trained from scratch.</summary>
public sealed class SampleTransferTests(SampleFixture sample) : IDisposable
{
    private const double OverRandom = 0.15;

    private static readonly Lock Training = new();
    private static Predictions? scratch;

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    /// <summary>Above the CNN by 0.09, 0.11 and 0.07 where this was written; other processors round otherwise, and 360 pictures are few.</summary>
    [Theory]
    [InlineData("vgg16", 0.07)]
    [InlineData("resnet50", 0.08)]
    [InlineData("inception_v3", 0.05)]
    public void Modern_OnTheSample_BeatsRandomWeightsAndTheCnn(string name, double margin)
    {
        Pretrained miniature = Miniature.Find(name);
        double learnt = Accuracy(miniature), random = Accuracy(WithRandomWeights(miniature)), cnn = FromScratch().Accuracy;
        Assert.True(learnt >= random + OverRandom, $"{name}: {learnt:0.000} with its weights, {random:0.000} with random ones");
        Assert.True(learnt >= cnn + margin, $"{name}: {learnt:0.000}; a CNN from scratch: {cnn:0.000}");
    }

    [Fact]
    public void Baseline_OnTheSample_LearnsAndLeavesRoom() => Assert.InRange(FromScratch().Accuracy, 0.70, 0.88);

    /// <summary>Six classes make fifteen pairs; on photographs these two are confused most.</summary>
    [Theory]
    [InlineData("glacier", "mountain")]
    [InlineData("buildings", "street")]
    public void Baseline_OnTheSample_ConfusesWhatPhotographsConfuse(string one, string other)
    {
        Predictions said = FromScratch();
        string[] pairs = [.. said.Labels.Zip(said.Predicted).Where(pair => pair.First != pair.Second)
            .CountBy(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))).OrderByDescending(pair => pair.Value)
            .Select(pair => $"{said.ClassNames[pair.Key.Item1]}-{said.ClassNames[pair.Key.Item2]}")];
        Assert.Contains($"{one}-{other}", pairs.Take(3));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private double Accuracy(Pretrained network)
    {
        var options = new TransferOptions { Cache = new FeatureCache(Path.Combine(folder, "cache")) };
        using TransferModel model = TransferTrainer.Fit(network, Recipe.FrozenFor(network.Spec), sample.Dataset, options);
        return Predictor.Predict(model, sample.Dataset.Test, sample.Dataset.ClassNames).Accuracy;
    }

    private Pretrained WithRandomWeights(Pretrained network)
    {
        string path = Path.Combine(folder, $"{network.Spec.Name}.safetensors");
        using Backbone random = Backbone.Create(network.Spec.Name, 0, network.WidthFactor, seed: 1);
        SafetensorsFile.Write(path, random.state_dict());
        return network with { WeightsPath = path };
    }

    /// <summary>The sample's baseline, trained once for all tests of the class.</summary>
    private Predictions FromScratch()
    {
        lock (Training) return scratch ??= Train();

        Predictions Train()
        {
            CnnRecipe recipe = StudySettings.Sample.Baseline;
            TrainingSet Images(IReadOnlyList<SceneImage> images) => TrainingSet.OfImages(images, recipe.Preprocessing);
            SceneDataset set = sample.Dataset;
            TrainedCnn trained = recipe.Train(Images(set.Train), Images(set.Validation), set.ClassCount, null, 0, new TrainingRun("baseline"), default);
            using var network = trained.Network;
            using var scope = NewDisposeScope();
            return Predictor.Predict("baseline", network, recipe.ForEvaluation(Images(set.Test)), set.Test, set.ClassNames, recipe.AverageFlips,
                channelsLast: recipe.Options.ChannelsLast);
        }
    }
}

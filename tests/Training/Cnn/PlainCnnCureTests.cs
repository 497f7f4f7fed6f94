using Scenes.Imaging;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class PlainCnnCureTests
{
    /// <summary>Noise whose class is its colour: easy for any network that learns at all.</summary>
    private static TrainingSet Colours(int count, int size)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)i % 3)];
        Tensor images = randint(0, 120, [count, 3, size, size], generator: generator).to(ScalarType.Byte);
        for (int i = 0; i < count; i++) images[i, (int)labels[i]].add_(100);
        return TrainingSet.InMemory(images.DetachFromDisposeScope(), labels);
    }

    public static TheoryData<string> Names => [.. PlainCnnCure.Steps.Select(step => step.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Train_EachStep_RunsAndCanBeDiagnosed(string name)
    {
        CnnRecipe step = PlainCnnCure.Steps.Single(step => step.Name == name);
        TrainingSet images = Colours(24, 32);
        using TrainedCnn trained = step.Train(images, images, classCount: 3, epochs: 1);
        NetworkDiagnosis diagnosis = trained.Diagnose(images);
        Assert.Single(trained.Result.History.Epochs);
        Assert.Equal(24, diagnosis.PredictionCounts.Sum());
        Assert.NotEmpty(diagnosis.Layers);
        Assert.NotEmpty(step.Change);
    }

    [Fact]
    public void Train_AsTheArticle_StaysAtGuessingWhereBetterFirstWeightsLearn()
    {
        TrainingSet images = Colours(48, 32);
        using TrainedCnn article = PlainCnnCure.AsTheArticle.Train(images, images, classCount: 3, epochs: 5);
        NetworkDiagnosis collapse = article.Diagnose(images);
        Assert.True(collapse.IsCollapsed);
        Assert.Equal(collapse.GuessingLoss, collapse.Loss, 0.01);
        Assert.All(collapse.Layers, layer => Assert.True(layer.RelativeGradient < 1e-3, $"{layer}"));
        double left = collapse.Layers[^1].OutputDeviation / collapse.Layers[0].OutputDeviation;
        Assert.True(left < 1e-3, $"{left} of the first layer's signal is left at the last");

        CnnRecipe cured = PlainCnnCure.Steps.Single(step => step.Name == "Batch norm");
        using TrainedCnn learned = cured.Train(images, images, classCount: 3, epochs: 5);
        Assert.True(learned.Result.History.Epochs[^1].TrainLoss < 0.5 * collapse.Loss, $"{learned.Result.History.Epochs[^1]}");
    }

    [Fact]
    public void Train_SameSeed_GivesTheSameNetwork()
    {
        TrainingSet images = Colours(12, 32);
        using TrainedCnn first = PlainCnnCure.Baseline.Train(images, images, classCount: 3, epochs: 1, seed: 4);
        using TrainedCnn second = PlainCnnCure.Baseline.Train(images, images, classCount: 3, epochs: 1, seed: 4);
        Assert.Equal(SmallCases.Bytes(first.Network), SmallCases.Bytes(second.Network));
    }

    [Fact]
    public void Train_CheckpointOfAnotherRecipe_IsRefusedAndSaysWhatDiffers()
    {
        string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
        try
        {
            var run = new TrainingRun("cnn") { CheckpointPath = Path.Combine(folder, "run.safetensors") };
            TrainingSet images = Colours(12, 16);
            CnnRecipe recipe = PlainCnnCure.Steps.Single(step => step.Name == "First weights");
            recipe.Train(images, images, classCount: 3, epochs: 1, run: run).Dispose();
            using TrainedCnn again = recipe.Train(images, images, classCount: 3, epochs: 1, run: run);
            Assert.Equal(1, again.Result.ResumedFrom);
            foreach (var (other, expected) in new[]
            {
                (recipe with { Augmentation = new Augmentation() }, "FlipProbability is 0 there and 0.5 here"),
                (recipe with { Mean = Rgb.All(0.5) }, "R is 0.485 there and 0.5 here"),
                (recipe with { CreateNetwork = (classCount, size) => new PlainCnn(classCount, size) }, "Network is"),
            })
            {
                var error = Assert.Throws<InvalidDataException>(() => other.Train(images, images, classCount: 3, epochs: 1, run: run));
                Assert.Contains(expected, error.Message, StringComparison.Ordinal);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Train_FloatImages_IsAnErrorThatSaysWhatIsExpected()
    {
        using Tensor images = zeros(2, 3, 32, 32);
        TrainingSet set = TrainingSet.InMemory(images, [0, 1]);
        var error = Assert.Throws<ArgumentException>(() => PlainCnnCure.Baseline.Train(set, set, classCount: 2));
        Assert.Contains("expected bytes", error.Message, StringComparison.Ordinal);
    }
}

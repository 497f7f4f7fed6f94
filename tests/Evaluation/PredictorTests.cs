using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Evaluation;

public sealed class PredictorTests
{
    private const double Tolerance = 1e-6; // fp32 softmax
    private static readonly string[] Names = ["left", "right"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // the mirror image swaps the two classes, so both get the same share
    public void Predict_BrighterHalf_GivesSoftmaxOrItsAverageOverFlips(bool averageFlips)
    {
        using var scope = NewDisposeScope();
        Tensor images = zeros(3, 1, 2, 2);
        images[0, 0, .., 0] = tensor(1f);
        images[1, 0, .., 1] = tensor(2f);
        using var network = new Halves();
        network.train();
        Predictions predictions = Predictor.Predict("halves", network, TrainingSet.InMemory(images, [0, 1, 1]), Images(0, 1, 1), Names, averageFlips, batchSize: 2);
        double sure = 1 / (1 + Math.Exp(-1));
        Assert.Equal(averageFlips ? 0.5 : sure, predictions.Probabilities[0, 0], Tolerance);
        Assert.Equal(averageFlips ? 0.5 : 1 / (1 + Math.Exp(-2)), predictions.Probabilities[1, 1], Tolerance);
        Assert.Equal(0.5, predictions.Probabilities[2, 0], Tolerance);
        Assert.Equal(["0.jpg", "1.jpg", "2.jpg"], predictions.Files);
        Assert.Equal(SceneSplit.Test, predictions.Split);
        Assert.True(network.training, "the mode is as before");
    }

    [Fact]
    public void Predict_LabelsInAnotherOrder_IsAnError()
    {
        using var network = new Halves();
        using Tensor images = zeros(2, 1, 2, 2);
        Assert.Throws<ArgumentException>(() => Predictor.Predict("halves", network, TrainingSet.InMemory(images, [0, 1]), Images(1, 0), Names));
    }

    [Fact]
    public void Predict_MoreOutputsThanClasses_IsAnError()
    {
        using var network = new Halves();
        using Tensor images = zeros(2, 1, 2, 2);
        Assert.Throws<ArgumentException>(() => Predictor.Predict("halves", network, TrainingSet.InMemory(images, [0, 1]), Images(0, 1), ["a", "b", "c"]));
    }

    [Fact]
    public void Predict_ImagesOfTwoSplits_IsAnError()
    {
        using var network = new Halves();
        using Tensor images = zeros(2, 1, 2, 2);
        SceneImage[] mixed = Images(0, 1);
        mixed[1] = mixed[1] with { Split = SceneSplit.Train };
        var error = Assert.Throws<ArgumentException>(() => Predictor.Predict("halves", network, TrainingSet.InMemory(images, [0, 1]), mixed, Names));
        Assert.Contains("1.jpg of the Train split", error.Message, StringComparison.Ordinal);
    }

    private static SceneImage[] Images(params int[] labels) =>
        [.. labels.Select((label, i) => new SceneImage($"/{i}.jpg", $"{i}.jpg", label, SceneSplit.Test, new string('0', 64)))];

    /// <summary>Logits: mean of the left half, mean of the right half.</summary>
    private sealed class Halves() : nn.Module<Tensor, Tensor>("halves")
    {
        public override Tensor forward(Tensor input) => input.mean([1, 2]); // N x 1 x 2 x 2 to N x 2
    }
}

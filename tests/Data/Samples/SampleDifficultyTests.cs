using Scenes.Data;
using Scenes.Imaging;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Data.Samples;

/// <summary>The sample must leave something to learn: colours and places of pixels alone do not tell the classes apart.</summary>
public sealed class SampleDifficultyTests(SampleFixture sample)
{
    private const double Linear = 0.65, Chance = 1.0 / 6;

    /// <summary>From strong to weak L2; between them lies the best a linear model can do.</summary>
    [Theory]
    [InlineData(0.3)]
    [InlineData(0.03)]
    [InlineData(0.003)]
    public void LogisticRegression_OnRawPixels_IsBetterThanChanceAndStaysLow(double l2)
    {
        using var scope = NewDisposeScope();
        var preprocessing = Preprocessing.UnitRange(32);
        Tensor Pixels(IReadOnlyList<SceneImage> images) =>
            Normalisation.Apply(ImageBatch.Load([.. images.Select(image => image.Path)], preprocessing), preprocessing).flatten(1) - 0.5;
        IReadOnlyList<SceneImage> train = [.. sample.Dataset.Train, .. sample.Dataset.Validation], test = sample.Dataset.Test;
        var model = LogisticRegression.Fit(Pixels(train), [.. train.Select(image => (long)image.Label)], 6, l2);
        Tensor logits = Pixels(test).mm(Matrix(model.Weights).t()) + tensor(model.Biases, dtype: ScalarType.Float32);
        double accuracy = logits.argmax(1).eq(tensor(test.Select(image => (long)image.Label).ToArray())).to(ScalarType.Float64).mean().item<double>();
        Assert.InRange(accuracy, 2 * Chance, Linear);
    }

    private static Tensor Matrix(double[,] values) => tensor(values, dtype: ScalarType.Float32);
}

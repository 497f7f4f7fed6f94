using Scenes.Evaluation;
using Scenes.Tests.Training;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Evaluation;

[Collection(GlobalGenerator.Name)]
public sealed class TrainingSizeCurveTests : IDisposable
{
    private readonly TransferCase small = new();

    [Fact]
    public void OfLinearHead_FrozenNetwork_JudgesEverySizeOnValidation()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern, small.Dataset, small.Options);
        TrainingSizeCurve curve = TrainingSizeCurve.OfLinearHead(model, small.Dataset, repeats: 3);
        int all = small.Dataset.Train.Count;
        Assert.Equal(new[] { 2, all / 8, all / 4, all / 2, all }.Distinct(), curve.Points.Select(point => point.Size));
        Assert.All(curve.Points, point => Assert.Equal(point.Size == all ? 1 : 3, point.Runs.Values.Count));
        Assert.All(curve.Points, point => Assert.Equal(point.Runs.Values.Count, point.Result.N)); // what the interval counts
        Assert.All(curve.Points, point => Assert.Contains($"on {small.Dataset.Validation.Count} images", point.Result.Sentence, StringComparison.Ordinal));
        Assert.Null(curve.Points[^1].Result.Low); // with all images nothing is left to choose
        Assert.InRange(curve.Points[^1].Runs.Mean, 0.75, 1);
        Assert.StartsWith("2 training images: Over 3 choices of images", curve.Results[0].Sentence, StringComparison.Ordinal);
        Assert.StartsWith($"{all} training images: In one run the accuracy on ", curve.Results[^1].Sentence, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => TrainingSizeCurve.OfLinearHead(model, small.Dataset, [1]));
        Assert.Throws<OperationCanceledException>(() => TrainingSizeCurve.OfLinearHead(model, small.Dataset, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void OfLinearHead_HeadOfTwoLayers_IsRefused()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), TransferCase.Small(Recipe.Article, 1), small.Dataset, small.Options);
        Assert.Contains("no frozen network with a linear head", Assert.Throws<ArgumentException>(() => TrainingSizeCurve.OfLinearHead(model, small.Dataset)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Probabilities_SeparatedClasses_AreSureOfEach()
    {
        using var scope = NewDisposeScope();
        Tensor known = tensor(new float[,] { { 0, 5 }, { 1, 5 }, { 9, 5 }, { 10, 5 } }), asked = tensor(new float[,] { { 0.5f, 5.001f }, { 9.5f, 4.999f } }); // the second never changed while fitting
        double[,] probabilities = LinearHead.Probabilities(known, [0, 0, 1, 1], asked, 2, 0.001);
        Assert.True(probabilities[0, 0] > 0.9 && probabilities[1, 1] > 0.9, $"{probabilities[0, 0]}, {probabilities[1, 1]}");
    }

    public void Dispose() => small.Dispose();
}

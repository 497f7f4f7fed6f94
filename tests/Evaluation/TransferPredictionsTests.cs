using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Evaluation;

[Collection(GlobalGenerator.Name)]
public sealed class TransferPredictionsTests : IDisposable
{
    private const double Tolerance = 1e-6; // fp32 softmax

    private readonly TransferCase small = new();

    [Fact]
    public void PredictViews_SoftVoteOfThem_IsWhatTheModelPredicts()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern, small.Dataset, small.Options);
        IReadOnlyList<Predictions> views = Predictor.PredictViews(model, small.Dataset.Test, small.Dataset.ClassNames);
        Assert.Equal([$"{model.Name}, plain", $"{model.Name}, flipped"], views.Select(view => view.Model));
        Assert.NotEqual(views[0].Probabilities, views[1].Probabilities);
        Predictions vote = Vote.Views(views, model.Name), averaged = Predictor.Predict(model, small.Dataset.Test, small.Dataset.ClassNames);
        Assert.All(averaged.Probabilities.Cast<double>().Zip(vote.Probabilities.Cast<double>()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));

        var error = Assert.Throws<ArgumentException>(() => OutOfFold.OfLinearHead(model, small.Dataset.Test, small.Dataset.ClassNames));
        Assert.Contains("of the Test split", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => small.Dispose();
}

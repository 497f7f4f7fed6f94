using Scenes.Training;
using TorchSharp;

namespace Scenes.Evaluation;

/// <summary>A linear head solved on some rows of a matrix of frozen features, for what needs many such fits.</summary>
internal static class LinearHead
{
    /// <summary>The L2 that was chosen for a model's head.</summary>
    /// <exception cref="ArgumentException">The model has another head or one that was trained by epochs, or stages that learnt from the training images.</exception>
    public static double L2Of(TransferModel model) => model is { Search: { } search, Backbone: null, Training: null }
        ? search.Chosen.L2
        : throw new ArgumentException($"{model.Name} (recipe {model.Recipe}) is no frozen network with a linear head; fit one with {nameof(Recipe)}.{nameof(Recipe.Modern)}.", nameof(model));

    /// <summary>Fits on some features, standardised by their own statistics, and predicts others.</summary>
    /// <param name="known">Features to fit on, N x D.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="asked">Features to predict, M x D.</param>
    /// <param name="classCount">K.</param>
    /// <param name="l2">Strength of the pull to 0.</param>
    /// <returns>Probabilities, M x K.</returns>
    public static double[,] Probabilities(torch.Tensor known, long[] labels, torch.Tensor asked, int classCount, double l2)
    {
        using var scope = torch.NewDisposeScope();
        using var standardise = new Standardise(FeatureStatistics.Of(TrainingSet.InMemory(known, labels)));
        var fit = LogisticRegression.Fit(standardise.call(known), labels, classCount, l2);
        torch.Tensor logits = standardise.call(asked).to(torch.float64).mm(torch.tensor(fit.Weights).t()) + torch.tensor(fit.Biases); // M x K
        return Predictor.Probabilities(logits.log_softmax(1));
    }

    /// <summary>Some rows of a matrix; the caller's to dispose.</summary>
    public static torch.Tensor Take(torch.Tensor features, int[] rows)
    {
        using torch.Tensor indices = torch.tensor(rows.Select(row => (long)row).ToArray());
        return features.index_select(0, indices);
    }
}

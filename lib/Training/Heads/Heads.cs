using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Classifiers on pooled features of a frozen network: features N x D to logits N x K.</summary>
public static class Heads
{
    /// <summary>One linear layer.</summary>
    /// <param name="featureCount">D.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="statistics">Standardises the features first; null to take them as they are.</param>
    /// <exception cref="ArgumentException">The statistics are of another width.</exception>
    public static nn.Module<Tensor, Tensor> Linear(int featureCount, int classCount, FeatureStatistics? statistics = null)
    {
        Check(featureCount, classCount, statistics);
        return Sequence(statistics, ("logits", nn.Linear(featureCount, classCount)));
    }

    /// <summary>One linear layer on the similarity to examples, see <see cref="RadialFeatures"/>.</summary>
    /// <param name="examples">M x D, as the head gets them, M 2 or more; copied.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="statistics">As for <see cref="Linear"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Linear"/>, or an example is not finite or there are too few.</exception>
    public static nn.Module<Tensor, Tensor> Radial(Tensor examples, int classCount, FeatureStatistics? statistics = null)
    {
        ArgumentNullException.ThrowIfNull(examples);
        if (examples.dim() != 2) throw new ArgumentException($"The examples are ({string.Join(" x ", examples.shape)}); expected M x D.", nameof(examples));
        Check((int)examples.shape[1], classCount, statistics);
        using var scope = NewDisposeScope();
        using Standardise? standardise = statistics is null ? null : new Standardise(statistics);
        var radial = new RadialFeatures(standardise?.call(examples.cpu()) ?? examples);
        return Sequence(statistics, ("radial", radial), ("logits", nn.Linear(examples.shape[0], classCount)));
    }

    /// <summary>The article's two new layers: a hidden layer with ReLU and dropout, then the logits.</summary>
    /// <param name="featureCount">D.</param>
    /// <param name="hidden">Units of the hidden layer; 1 or more.</param>
    /// <param name="classCount">K, 2 or more.</param>
    /// <param name="dropout">Share of hidden units dropped while training; 0 to below 1.</param>
    /// <param name="statistics">As for <see cref="Linear"/>.</param>
    /// <exception cref="ArgumentException">As for <see cref="Linear"/>, or a number is out of range.</exception>
    public static nn.Module<Tensor, Tensor> TwoLayer(int featureCount, int hidden, int classCount, double dropout = 0.5, FeatureStatistics? statistics = null)
    {
        Check(featureCount, classCount, statistics);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        if (dropout is not (>= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout must be 0 to below 1.");
        return Sequence(
            statistics, ("hidden", nn.Linear(featureCount, hidden)), ("relu", nn.ReLU()), ("dropout", nn.Dropout(dropout)), ("logits", nn.Linear(hidden, classCount)));
    }

    private static Sequential Sequence(FeatureStatistics? statistics, params (string, nn.Module<Tensor, Tensor>)[] layers) =>
        nn.Sequential(statistics is null ? layers : [("standardise", new Standardise(statistics)), .. layers]);

    private static void Check(int featureCount, int classCount, FeatureStatistics? statistics)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(featureCount, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (statistics is not null && statistics.Means.Count != featureCount)
            throw new ArgumentException($"The statistics are of {statistics.Means.Count} features; the head takes {featureCount}.", nameof(statistics));
    }
}

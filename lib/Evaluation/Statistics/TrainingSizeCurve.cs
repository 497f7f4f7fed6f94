namespace Scenes.Evaluation;

/// <summary>The learning curve over training-set size: what more photographs would buy.</summary>
/// <param name="Points">One per size, smallest first.</param>
public sealed record TrainingSizeCurve(IReadOnlyList<TrainingSizePoint> Points)
{
    /// <summary>Fits the recipe on growing subsets of the training images.</summary>
    /// <remarks>
    /// Subsets keep the shares of the classes and, within one repetition, contain each other, so that the curve does not jump by the choice of
    /// images alone. With cached features a fit takes well under a second.
    /// </remarks>
    /// <param name="labels">True class of each training image.</param>
    /// <param name="sizes">Numbers of training images, each 1 to the number of labels.</param>
    /// <param name="repeats">Repetitions per size, 1 or more.</param>
    /// <param name="seed">Seed of the subsets; each repetition hands its own seed to <paramref name="fit"/>.</param>
    /// <param name="fit">Trains on the given rows with the given seed and predicts; always the same images, never from the training rows.</param>
    /// <param name="metric">What is measured.</param>
    /// <param name="confidence">Coverage of the intervals over repetitions.</param>
    /// <exception cref="ArgumentException">A size or the number of repetitions is out of range, or two predictions speak of different images.</exception>
    public static TrainingSizeCurve Measure(IReadOnlyList<int> labels, IReadOnlyList<int> sizes, int repeats, long seed,
        Func<int[], long, Predictions> fit, Metric metric = Metric.Accuracy, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(fit);
        if (repeats < 1) throw new ArgumentOutOfRangeException(nameof(repeats), repeats, "Allowed: 1 or more.");
        if (sizes.Count == 0 || sizes.Min() < 1 || sizes.Max() > labels.Count)
            throw new ArgumentException($"Sizes {string.Join(", ", sizes)}; allowed: 1 to {labels.Count}, the number of training images.", nameof(sizes));
        int[][] orders = [.. Enumerable.Range(0, repeats).Select(repeat => StratifiedOrder.Of(labels, Runtime.Seeds.Derive(seed, $"subset/{repeat}")))];
        return new TrainingSizeCurve([.. sizes.Distinct().Order().Select(size => new TrainingSizePoint(size, RepeatedRuns.Of(
            [.. orders.Select((order, repeat) => fit(order[..size], Runtime.Seeds.Derive(seed, $"fit/{repeat}")))], metric, confidence)))]);
    }
}

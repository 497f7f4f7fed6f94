namespace Scenes.Evaluation;

/// <summary>Intervals by resampling images with replacement; ends by bias correction and acceleration (BCa).</summary>
/// <remarks>
/// The images of the split are taken as a sample of the images the model will meet; the model itself is held fixed, so luck in training
/// is not in the interval. See <see cref="RepeatedRuns"/> for that. The accuracy of a model without a mistake has an interval of no width here:
/// use <see cref="Proportions.Wilson"/> near 0 and 1. Where two models differ on a few images only, the interval of their difference is too
/// short as well, so a sentence calls one accuracy higher only where <see cref="McNemar.Exact(Predictions, Predictions, double)"/> does, and takes no side on other metrics.
/// </remarks>
public static class Bootstrap
{
    private static readonly Metric[] All = Enum.GetValues<Metric>();

    /// <summary>One metric of one model with its interval.</summary>
    /// <param name="metric">Which one.</param>
    /// <param name="predictions">What the model said of one split.</param>
    /// <param name="options">How to resample; null for 10,000 draws and 95 %.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static StatisticalResult Interval(Metric metric, Predictions predictions, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        BootstrapDraws draws = BootstrapDraws.Take(JointOutcomes.Of([predictions]), [metric], BootstrapOptions.Check(options));
        return Single(draws, 0, 0, predictions);
    }

    /// <summary>All metrics of several models, from the same draws.</summary>
    /// <param name="models">Predictions on the same images.</param>
    /// <param name="options">How to resample; null for 10,000 draws and 95 %.</param>
    /// <returns>One row per model, in the same order.</returns>
    /// <exception cref="ArgumentException">There is no model or image, or the models speak of different images.</exception>
    public static IReadOnlyList<ModelIntervals> Intervals(IReadOnlyList<Predictions> models, BootstrapOptions? options = null)
    {
        BootstrapDraws draws = BootstrapDraws.Take(JointOutcomes.Of(models), All, BootstrapOptions.Check(options));
        var results = new StatisticalResult[models.Count, All.Length];
        Parallel.For(0, models.Count * All.Length, i => results[i / All.Length, i % All.Length] = Single(draws, i % All.Length, i / All.Length, models[i / All.Length]));
        return [.. models.Select((model, m) => new ModelIntervals(model.Model, results[m, (int)Metric.Accuracy], results[m, (int)Metric.MacroF1],
            results[m, (int)Metric.Kappa], results[m, (int)Metric.Matthews]))];
    }

    /// <summary>By how much the second model is better than the first, on the same draws of images.</summary>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model, on the same images.</param>
    /// <param name="metric">What is compared.</param>
    /// <param name="options">How to resample; null for 10,000 draws and 95 %.</param>
    /// <exception cref="ArgumentException">There is no image, or the models speak of different images.</exception>
    public static StatisticalResult Difference(Predictions first, Predictions second, Metric metric = Metric.Accuracy, BootstrapOptions? options = null)
    {
        BootstrapDraws draws = BootstrapDraws.Take(JointOutcomes.Of([first, second]), [metric], BootstrapOptions.Check(options));
        return Pair(draws, 0, [first, second], 0, 1);
    }

    /// <summary>Every pair's difference, from the same draws. Each speaks for itself: among many pairs some differ by chance, which <see cref="ModelComparison"/> corrects for.</summary>
    /// <param name="models">Two or more models on the same images.</param>
    /// <param name="metric">What is compared.</param>
    /// <param name="options">How to resample; null for 10,000 draws and 95 %.</param>
    /// <returns>Pairs in the order (0, 1), (0, 2), … (1, 2), …; each says second minus first.</returns>
    /// <exception cref="ArgumentException">There is no model or image, or the models speak of different images.</exception>
    public static IReadOnlyList<StatisticalResult> Differences(
        IReadOnlyList<Predictions> models, Metric metric = Metric.Accuracy, BootstrapOptions? options = null)
    {
        BootstrapDraws draws = BootstrapDraws.Take(JointOutcomes.Of(models), [metric], BootstrapOptions.Check(options));
        (int First, int Second)[] pairs = [.. Pairs.Of(models.Count)];
        var results = new StatisticalResult[pairs.Length];
        Parallel.For(0, pairs.Length, i => results[i] = Pair(draws, 0, models, pairs[i].First, pairs[i].Second));
        return results;
    }

    private static StatisticalResult Single(BootstrapDraws draws, int metric, int model, Predictions predictions)
    {
        double estimate = draws.Metrics[metric].Value(predictions);
        (double low, double high) = BcaInterval.Of(
            estimate, [.. draws.Of(metric, model)], draws.LeftOut(metric, model), draws.Outcomes.Counts, draws.Options.Confidence);
        string quantity = $"{draws.Metrics[metric].Label()} of {predictions.Model}";
        return Result("bootstrap interval (BCa)", quantity, draws, estimate, low, high,
            $"The {quantity} is {StatisticalResult.Share(estimate)} (n = {predictions.Count}; {StatisticalResult.Percent(draws.Options.Confidence)} "
            + $"bootstrap interval {StatisticalResult.Share(low)} to {StatisticalResult.Share(high)}, {draws.Options.Draws} draws).");
    }

    private static StatisticalResult Pair(BootstrapDraws draws, int metric, IReadOnlyList<Predictions> models, int first, int second)
    {
        double estimate = draws.Metrics[metric].Value(models[second]) - draws.Metrics[metric].Value(models[first]);
        (double low, double high) = BcaInterval.Of(estimate, Minus(draws.Of(metric, second), draws.Of(metric, first)),
            Minus(draws.LeftOut(metric, second), draws.LeftOut(metric, first)), draws.Outcomes.Counts, draws.Options.Confidence);
        (Predictions one, Predictions other, string label, double confidence) = (models[first], models[second], draws.Metrics[metric].Label(), draws.Options.Confidence);
        string claim = draws.Metrics[metric] != Metric.Accuracy ? $"The {label} of {other.Model} beside that of {one.Model}"
            : McNemar.Exact(one, other, confidence).P < 1 - confidence ? $"The accuracy of {other.Model} is {(estimate > 0 ? "higher" : "lower")} than that of {one.Model}"
            : $"The accuracy of {other.Model} cannot be told apart from that of {one.Model}";
        return Result("paired bootstrap (BCa)", $"{label} of {other.Model} minus {one.Model}", draws, estimate, low, high,
            $"{claim}: difference {StatisticalResult.Signed(estimate)} (n = {draws.Outcomes.Images}; {StatisticalResult.Percent(confidence)} bootstrap interval "
            + $"{StatisticalResult.Signed(low)} to {StatisticalResult.Signed(high)}, {draws.Options.Draws} draws).");
    }

    private static double[] Minus(double[] left, double[] right)
    {
        var result = new double[left.Length];
        for (int i = 0; i < result.Length; i++) result[i] = left[i] - right[i];
        return result;
    }

    private static StatisticalResult Result(string name, string quantity, BootstrapDraws draws, double estimate, double low, double high, string sentence) => new()
    {
        Name = name,
        Quantity = quantity,
        N = draws.Outcomes.Images,
        Estimate = estimate,
        Confidence = draws.Options.Confidence,
        Low = low,
        High = high,
        Sentence = sentence,
    };
}

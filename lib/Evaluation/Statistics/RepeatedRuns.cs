using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>The same recipe run several times, with other seeds or other images: what luck in training is worth.</summary>
/// <param name="Values">The metric of each run, in the order given.</param>
/// <param name="Mean">Mean over the runs.</param>
/// <param name="Spread">Sample standard deviation over the runs (n - 1); 0 for one run.</param>
/// <param name="Result">The mean with Student's t interval over runs, whose number is its n; without interval for one run.</param>
public sealed record RepeatedRuns(IReadOnlyList<double> Values, double Mean, double Spread, StatisticalResult Result)
{
    /// <summary>Summarises runs on the same images.</summary>
    /// <param name="runs">Predictions of the same recipe.</param>
    /// <param name="metric">What is summarised.</param>
    /// <param name="confidence">Coverage of the interval.</param>
    /// <param name="varied">What differs from run to run, for the sentence.</param>
    /// <exception cref="ArgumentException">There is no run, or the runs speak of different images.</exception>
    public static RepeatedRuns Of(IReadOnlyList<Predictions> runs, Metric metric = Metric.Accuracy, double confidence = 0.95, string varied = "seeds")
    {
        SameImages.Require(runs);
        return Of([.. runs.Select(run => metric.Value(run))], runs[0].Count, metric.Label(), confidence, varied);
    }

    /// <summary>Summarises values measured in runs.</summary>
    /// <param name="values">One value per run.</param>
    /// <param name="images">Number of images behind each value.</param>
    /// <param name="quantity">What the values measure, for the sentence.</param>
    /// <param name="confidence">Coverage of the interval.</param>
    /// <param name="varied">What differs from run to run, for the sentence.</param>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static RepeatedRuns Of(IReadOnlyList<double> values, int images, string quantity = "accuracy", double confidence = 0.95, string varied = "seeds")
    {
        ArgumentNullException.ThrowIfNull(values);
        Proportions.CheckConfidence(confidence);
        if (values.Count == 0 || !values.All(double.IsFinite))
            throw new ArgumentException($"Values of {values.Count} runs: {string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}; expected one or more finite numbers.", nameof(values));
        int runs = values.Count;
        (double mean, double spread, double? half) = StudentInterval.Of(values, confidence);
        string sentence = half is double h
            ? string.Create(CultureInfo.InvariantCulture, $"Over {runs} {varied} the {quantity} on {images} images is {StatisticalResult.Share(mean)} on average, from ")
                + $"{StatisticalResult.Share(values.Min())} to {StatisticalResult.Share(values.Max())} (standard deviation {StatisticalResult.Share(spread)}, "
                + $"{StatisticalResult.Percent(confidence)} interval of the mean {StatisticalResult.Share(mean - h)} to {StatisticalResult.Share(mean + h)})."
            : $"In one run the {quantity} on {images} images is {StatisticalResult.Share(mean)}; one run tells nothing of the spread.";
        return new RepeatedRuns(values, mean, spread, new StatisticalResult
        {
            Name = "Student's t interval over runs",
            Quantity = $"mean {quantity}",
            N = runs,
            Estimate = mean,
            Confidence = confidence,
            Low = mean - half,
            High = mean + half,
            Sentence = sentence,
        });
    }
}

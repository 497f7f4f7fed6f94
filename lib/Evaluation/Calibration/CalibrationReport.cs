using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>Whether a model's probabilities mean what they say.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Count">Number of images.</param>
/// <param name="NegativeLogLikelihood">Mean of -ln of the true class's probability, in nats; probabilities below 1e-15 count as 1e-15.</param>
/// <param name="Brier">Mean over images of the squared distance to the true class, summed over classes: 0 to 2 (Brier 1950).</param>
/// <param name="ExpectedCalibrationError">
/// Mean gap between confidence and accuracy over bins, weighted by images, 0 to 1 ("On Calibration of Modern Neural Networks", arXiv 1706.04599).
/// </param>
/// <param name="Bins">The reliability diagram: bins of equal width over 0 to 1, lowest first, empty ones included.</param>
public sealed record CalibrationReport(
    string Model, int Count, double NegativeLogLikelihood, double Brier, double ExpectedCalibrationError, IReadOnlyList<ReliabilityBin> Bins)
{
    /// <summary>Mean of confidence minus 1 for a right answer and 0 for a wrong one, with the interval that Wilson's for the accuracy leaves: above 0 where the model says more than it keeps.</summary>
    public required StatisticalResult Overconfidence { get; init; }

    /// <summary>The report in one plain sentence, with the bins. It takes a side only where the interval of <see cref="Overconfidence"/> does.</summary>
    public string Sentence
    {
        get
        {
            string direction = Overconfidence switch
            {
                { Low: > 0 } => "says more than it keeps",
                { High: < 0 } => "is right more often than its probabilities say",
                _ => "is not shown to say more or less than it keeps",
            };
            return $"{Model} {direction}: {InWords(Overconfidence)}, "
                + string.Create(CultureInfo.InvariantCulture, $"expected calibration error {ExpectedCalibrationError:0.0000} in {Bins.Count} bins of equal "
                + $"width, negative log-likelihood {NegativeLogLikelihood:0.0000}, Brier score {Brier:0.0000} ({Count} images).");
        }
    }

    /// <summary>Measures one model.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <param name="bins">Number of bins of equal width, 1 or more.</param>
    /// <exception cref="ArgumentException">There is no image, or the number of bins is out of range.</exception>
    public static CalibrationReport Of(Predictions predictions, int bins = 15)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (bins < 1) throw new ArgumentOutOfRangeException(nameof(bins), bins, "Allowed: 1 or more; 15 is usual.");
        if (predictions.Count == 0) throw new ArgumentException($"{predictions.Model} has no image; calibration needs at least one.", nameof(predictions));
        int[] counts = new int[bins], correct = new int[bins];
        double[] confidence = new double[bins];
        double brier = 0;
        for (int image = 0; image < predictions.Count; image++)
        {
            double sure = predictions.Confidence(image);
            int bin = Math.Clamp((int)Math.Ceiling(sure * bins) - 1, 0, bins - 1);
            counts[bin]++;
            confidence[bin] += sure;
            if (predictions.Predicted[image] == predictions.Labels[image]) correct[bin]++;
            for (int k = 0; k < predictions.ClassCount; k++)
            {
                double distance = predictions.Probabilities[image, k] - (k == predictions.Labels[image] ? 1 : 0);
                brier += distance * distance;
            }
        }
        double error = Enumerable.Range(0, bins).Sum(bin => Math.Abs(confidence[bin] - correct[bin])) / predictions.Count;
        return new CalibrationReport(predictions.Model, predictions.Count, LogLikelihood.MeanNegative(predictions), brier / predictions.Count, error,
            [.. Enumerable.Range(0, bins).Select(bin => Bin(bin, bins, counts[bin], correct[bin], confidence[bin]))])
        {
            Overconfidence = MeanGap(predictions, confidence.Sum() / predictions.Count),
        };
    }

    /// <summary>
    /// The confidences are what the model said, so chance is in the number of right answers alone. The spread of the gaps would not do: a model without a mistake
    /// has next to none.
    /// </summary>
    private static StatisticalResult MeanGap(Predictions predictions, double confidence)
    {
        StatisticalResult accuracy = Proportions.Wilson(predictions.Correct, predictions.Count);
        var gap = accuracy with
        {
            Quantity = $"confidence minus accuracy of {predictions.Model}",
            Estimate = confidence - accuracy.Estimate,
            Low = confidence - accuracy.High,
            High = confidence - accuracy.Low,
            Sentence = "",
        };
        return gap with { Sentence = $"{predictions.Model}: {InWords(gap)} on {predictions.Count} images." };
    }

    private static string InWords(StatisticalResult gap) => $"confidence minus accuracy {StatisticalResult.Signed(gap.Estimate)}"
        + (gap is { Low: { } low, High: { } high } ? $" ({StatisticalResult.Percent(gap.Confidence)} interval {StatisticalResult.Signed(low)} to {StatisticalResult.Signed(high)})" : "");

    private static ReliabilityBin Bin(int bin, int bins, int count, int correct, double confidence)
    {
        double lower = (double)bin / bins, upper = (bin + 1.0) / bins;
        if (count == 0) return new ReliabilityBin(lower, upper, 0, double.NaN, double.NaN, double.NaN, double.NaN);
        StatisticalResult accuracy = Proportions.Wilson(correct, count);
        return new ReliabilityBin(lower, upper, count, confidence / count, accuracy.Estimate, accuracy.Low!.Value, accuracy.High!.Value);
    }
}

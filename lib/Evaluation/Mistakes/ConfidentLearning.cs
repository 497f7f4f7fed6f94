namespace Scenes.Evaluation;

/// <summary>
/// Likely label errors by confident learning (Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels",
/// arXiv 1911.00068, JAIR 2021).
/// </summary>
/// <remarks>
/// Differences from the paper: noise counts are rounded half up, an image suspected for several classes is listed once, with its largest margin, and
/// an image whose own label is its most probable class is never listed.
/// </remarks>
public sealed class ConfidentLearning
{
    private ConfidentLearning(Predictions predictions, double[] thresholds, int[,] confidentJoint, double[,] joint, LabelError[] errors) =>
        (Predictions, Thresholds, ConfidentJoint, Joint, Errors) = (predictions, thresholds, confidentJoint, joint, errors);

    /// <summary>The predictions the labels were held against.</summary>
    public Predictions Predictions { get; }

    /// <summary>K thresholds: mean probability of a class over the images labelled so (equation 2); infinite for a class without images.</summary>
    public IReadOnlyList<double> Thresholds { get; }

    /// <summary>K x K counts (equation 1): row = label, column = the class the model confidently sees.</summary>
    public int[,] ConfidentJoint { get; }

    /// <summary>K x K estimate of the joint distribution of label (row) and true class (column), summing to 1 (equation 3).</summary>
    public double[,] Joint { get; }

    /// <summary>The suspected images, largest margin first.</summary>
    public IReadOnlyList<LabelError> Errors { get; }

    /// <summary>Estimated share of wrong labels, 0 to 1: the joint off its diagonal.</summary>
    public double NoiseRate => 1 - Enumerable.Range(0, Predictions.ClassCount).Sum(k => Joint[k, k]);

    /// <summary>Finds likely label errors.</summary>
    /// <param name="predictions">
    /// Probabilities from a model that did not see the images with these labels: out-of-fold for training images, ordinary for the others.
    /// A model that was trained on an image has learnt its wrong label.
    /// </param>
    /// <param name="rule">Which images are taken.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static ConfidentLearning Find(Predictions predictions, LabelErrorRule rule = LabelErrorRule.NoiseRate)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (predictions.Count == 0) throw new ArgumentException($"{predictions.Model} has no image; expected one or more.", nameof(predictions));
        double[] thresholds = MeanOwnProbability(predictions);
        int[] seen = [.. Enumerable.Range(0, predictions.Count).Select(image => ConfidentClass(predictions, thresholds, image))];
        var counts = new int[predictions.ClassCount, predictions.ClassCount];
        for (int image = 0; image < predictions.Count; image++)
            if (seen[image] >= 0) counts[predictions.Labels[image], seen[image]]++;
        double[,] joint = Calibrate(counts, predictions);
        IEnumerable<(int Image, int Class)> suspects = rule switch
        {
            LabelErrorRule.NoiseRate => ByNoiseRate(predictions, counts),
            LabelErrorRule.ConfidentJoint => seen.Select((k, image) => (Image: image, Class: k)).Where(one => one.Class >= 0 && one.Class != predictions.Labels[one.Image]),
            _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, $"Allowed: {string.Join(", ", Enum.GetNames<LabelErrorRule>())}."),
        };
        LabelError[] errors = [.. suspects.Where(one => predictions.Predicted[one.Image] != predictions.Labels[one.Image])
            .Select(one => Describe(predictions, one.Image, one.Class))
            .GroupBy(error => error.Image, (_, same) => same.MaxBy(error => error.Margin)!)
            .OrderByDescending(error => error.Margin).ThenBy(error => error.Image)];
        return new ConfidentLearning(predictions, thresholds, counts, joint, errors);
    }

    /// <summary>
    /// Holds the suspects against files known to be doubtful, such as byte-identical photographs with different labels. Other wrong labels are
    /// not known, so the precision found is a lower bound.
    /// </summary>
    /// <param name="knownFiles">Names as in <see cref="Predictions.Files"/>; names of other images are passed over.</param>
    public LabelErrorCheck Against(IEnumerable<string> knownFiles)
    {
        ArgumentNullException.ThrowIfNull(knownFiles);
        var known = knownFiles.ToHashSet(StringComparer.Ordinal);
        known.IntersectWith(Predictions.Files);
        int hits = Errors.Count(error => known.Contains(error.File));
        return new LabelErrorCheck(Errors.Count, known.Count, hits,
            Errors.Count == 0 || known.Count == 0 ? null : Proportions.Wilson(hits, Errors.Count, quantity: "share of suspects known to be doubtful"),
            known.Count == 0 ? null : Proportions.Wilson(hits, known.Count, quantity: "share of known doubtful labels suspected"));
    }

    private static double[] MeanOwnProbability(Predictions predictions)
    {
        double[] sums = new double[predictions.ClassCount];
        int[] counts = new int[predictions.ClassCount];
        for (int image = 0; image < predictions.Count; image++)
        {
            sums[predictions.Labels[image]] += predictions.Probabilities[image, predictions.Labels[image]];
            counts[predictions.Labels[image]]++;
        }
        return [.. sums.Zip(counts, (sum, count) => count == 0 ? double.PositiveInfinity : sum / count)];
    }

    /// <summary>The most probable among the classes that reach their threshold; -1 where none does.</summary>
    private static int ConfidentClass(Predictions predictions, double[] thresholds, int image)
    {
        int best = -1;
        for (int k = 0; k < thresholds.Length; k++)
        {
            double p = predictions.Probabilities[image, k];
            if (p >= thresholds[k] - BcaInterval.Rounding && (best < 0 || p > predictions.Probabilities[image, best])) best = k;
        }
        return best;
    }

    /// <summary>Scales each row to the number of images with that label, then all to sum 1. A label nobody is confident about counts as right.</summary>
    private static double[,] Calibrate(int[,] counts, Predictions predictions)
    {
        int classes = predictions.ClassCount;
        var joint = new double[classes, classes];
        for (int row = 0; row < classes; row++)
        {
            double labelled = predictions.Labels.Count(label => label == row) / (double)predictions.Count;
            int confident = Enumerable.Range(0, classes).Sum(column => counts[row, column]);
            for (int column = 0; column < classes; column++)
                joint[row, column] = confident > 0 ? labelled * counts[row, column] / confident : row == column ? labelled : 0;
        }
        return joint;
    }

    private static IEnumerable<(int Image, int Class)> ByNoiseRate(Predictions predictions, int[,] counts)
    {
        foreach (IGrouping<int, int> group in Enumerable.Range(0, predictions.Count).GroupBy(image => predictions.Labels[image]))
        {
            int[] labelled = [.. group];
            long confident = Enumerable.Range(0, predictions.ClassCount).Sum(column => counts[group.Key, column]);
            for (int k = 0; k < predictions.ClassCount && confident > 0; k++)
            {
                // Images x joint, rounded half up; in whole numbers, because halves do occur.
                long wrong = k == group.Key ? 0 : (2L * labelled.Length * counts[group.Key, k] + confident) / (2 * confident);
                foreach (int image in labelled.OrderByDescending(image => predictions.Probabilities[image, k] - predictions.Probabilities[image, group.Key]).Take((int)wrong))
                    yield return (image, k);
            }
        }
    }

    private static LabelError Describe(Predictions predictions, int image, int suggested)
    {
        int label = predictions.Labels[image];
        return new LabelError(image, predictions.Files[image], label, suggested, predictions.Probabilities[image, label], predictions.Probabilities[image, suggested]);
    }
}

using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>
/// One number that divides all logits, fitted on validation ("On Calibration of Modern Neural Networks", arXiv 1706.04599, section 4.2).
/// Order within a row stays, so predictions and accuracy do not change.
/// </summary>
public sealed class TemperatureScaling
{
    private static readonly double LeastLog = Math.Log(LogLikelihood.LeastProbability);

    /// <summary>Temperatures are looked for between 1 / this and this.</summary>
    private const double Widest = 100;

    private TemperatureScaling(double temperature, string model, int count, double before, double after) =>
        (Temperature, Model, Count, Before, After) = (temperature, model, count, before, after);

    /// <summary>Above 1 where the model was too sure, below 1 where it was not sure enough; 0.01 to 100. Exactly 1 where the truth was the first choice everywhere.</summary>
    public double Temperature { get; }

    /// <summary>Name of the model it was fitted for.</summary>
    public string Model { get; }

    /// <summary>Number of images it was fitted on.</summary>
    public int Count { get; }

    /// <summary>Mean negative log-likelihood on those images before, in nats.</summary>
    public double Before { get; }

    /// <summary>Mean negative log-likelihood on those images after, in nats.</summary>
    public double After { get; }

    /// <summary>The fit in one plain sentence.</summary>
    public string Sentence => Temperature == 1
        ? string.Create(CultureInfo.InvariantCulture, $"{Model}: on none of the {Count} images was another class ahead of the true one, so there is nothing to fit a temperature on; the probabilities stay as they are.")
        : string.Create(CultureInfo.InvariantCulture,
            $"{Model}: temperature {Temperature:0.0000}, fitted on {Count} images, takes the negative log-likelihood there from {Before:0.0000} to {After:0.0000}.");

    /// <summary>Finds the temperature with the highest likelihood. Probabilities serve as logits: ln p differs from them by a constant per row.</summary>
    /// <remarks>
    /// Images on which no class is ever ahead of the true one have no such temperature: the surer, the likelier. They say nothing of how sure the model may be elsewhere, so its probabilities
    /// stay as they are.
    /// </remarks>
    /// <param name="validation">What the model said of images it was not trained on and that are not the test images.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static TemperatureScaling Fit(ValidationPredictions validation)
    {
        ArgumentNullException.ThrowIfNull(validation);
        Predictions predictions = validation.Predictions;
        if (predictions.Count == 0) throw new ArgumentException($"{predictions.Model} has no image; a fit needs at least one.", nameof(validation));
        double[,] logits = Logits(predictions);
        double before = LogLikelihood.MeanNegative(predictions);
        if (IsFaultless(logits, predictions.Labels)) return new TemperatureScaling(1, predictions.Model, predictions.Count, before, before);
        // The likelihood is concave in 1 / temperature: its slope crosses zero once.
        double low = 1 / Widest, high = Widest;
        for (int step = 0; step < 100; step++)
        {
            double middle = Math.Sqrt(low * high);
            if (Slope(logits, predictions.Labels, middle) >= 0) low = middle; // 0 where all answers are already certain
            else high = middle;
        }
        double temperature = 1 / Math.Sqrt(low * high);
        return new TemperatureScaling(temperature, predictions.Model, predictions.Count, before, LogLikelihood.MeanNegative(Scale(predictions, temperature)));
    }

    /// <summary>The same predictions with calibrated probabilities.</summary>
    /// <param name="predictions">Predictions of the model it was fitted for, on any split.</param>
    /// <exception cref="ArgumentException">The predictions are of another model.</exception>
    public Predictions Apply(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        if (!string.Equals(predictions.Model, Model, StringComparison.Ordinal))
            throw new ArgumentException($"The temperature was fitted for {Model}, the predictions are of {predictions.Model}; fit one for each model.", nameof(predictions));
        return Scale(predictions, Temperature);
    }

    /// <summary>Calibrated probabilities of one image, as <see cref="Apply"/> gives them.</summary>
    /// <param name="logs">K log-probabilities.</param>
    /// <param name="temperature">Above 0.</param>
    internal static double[] Probabilities(ReadOnlySpan<float> logs, double temperature)
    {
        double[] probabilities = new double[logs.Length];
        for (int k = 0; k < logs.Length; k++) probabilities[k] = Math.Max(logs[k], LeastLog);
        Softmax.Apply(probabilities, temperature);
        return probabilities;
    }

    private static Predictions Scale(Predictions predictions, double temperature)
    {
        double[,] probabilities = Logits(predictions);
        Softmax.Apply(probabilities, temperature);
        return new Predictions(predictions.Model, predictions.Split, predictions.ClassNames, predictions.Files, predictions.Labels, probabilities, predictions.Predicted);
    }

    private static double[,] Logits(Predictions predictions)
    {
        var logits = new double[predictions.Count, predictions.ClassCount];
        for (int image = 0; image < predictions.Count; image++)
            for (int k = 0; k < predictions.ClassCount; k++)
                logits[image, k] = Math.Log(Math.Max(predictions.Probabilities[image, k], LogLikelihood.LeastProbability));
        return logits;
    }

    /// <summary>Whether no class has a higher logit than the true one, on any image.</summary>
    private static bool IsFaultless(double[,] logits, int[] labels) =>
        Enumerable.Range(0, labels.Length).All(image => Enumerable.Range(0, logits.GetLength(1)).All(k => logits[image, k] <= logits[image, labels[image]]));

    /// <summary>Derivative of the log-likelihood by b = 1 / temperature: logit of the truth minus the mean logit under softmax(b logits).</summary>
    private static double Slope(double[,] logits, int[] labels, double b)
    {
        int classes = logits.GetLength(1);
        double slope = 0;
        for (int image = 0; image < labels.Length; image++)
        {
            double highest = double.NegativeInfinity, sum = 0, mean = 0;
            for (int k = 0; k < classes; k++) highest = Math.Max(highest, logits[image, k]);
            for (int k = 0; k < classes; k++)
            {
                double weight = Math.Exp(b * (logits[image, k] - highest));
                sum += weight;
                mean += weight * logits[image, k];
            }
            slope += logits[image, labels[image]] - mean / sum;
        }
        return slope;
    }
}

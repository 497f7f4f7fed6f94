using System.Globalization;
using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>One row of <c>metrics.csv</c>: how often one model was right on one split.</summary>
/// <param name="Notebook">The notebook that measured it.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Recipe">How it was trained.</param>
/// <param name="Split">The images it was measured on.</param>
/// <param name="N">Number of images.</param>
/// <param name="Correct">Number of images predicted right.</param>
/// <param name="Low">Lower end of the Wilson 95 % interval of the accuracy.</param>
/// <param name="High">Upper end of it.</param>
/// <param name="Seconds">Wall time of training, or of evaluation where nothing was trained.</param>
/// <param name="Judged">Whether the model was finished and these are the images it was judged on; else it was measured on the way.</param>
public sealed record MetricsRow(
    string Notebook, string Model, string Recipe, SceneSplit Split, int N, int Correct, double Low, double High, double Seconds, bool Judged = false)
{
    /// <summary>The row of predictions, with its interval.</summary>
    /// <param name="notebook">The notebook that measured them.</param>
    /// <param name="predictions">What the model said; at least one image.</param>
    /// <param name="recipe">How the model was trained.</param>
    /// <param name="seconds">Wall time.</param>
    /// <param name="judged">Whether the model was finished and is judged on these images.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image.</exception>
    public static MetricsRow Of(string notebook, Predictions predictions, string recipe, double seconds, bool judged = false)
    {
        var interval = Proportions.Accuracy(predictions);
        return new MetricsRow(
            notebook, predictions.Model, recipe, predictions.Split, predictions.Count, predictions.Correct, interval.Low!.Value, interval.High!.Value, seconds, judged);
    }

    /// <summary>Share of images predicted right, 0 to 1.</summary>
    public double Accuracy => (double)Correct / N;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{Model} ({Recipe}) on {Split.ToString().ToLowerInvariant()}: accuracy {Accuracy:0.000}, {Correct} of {N} images, 95 % interval {Low:0.000} to {High:0.000}");
}

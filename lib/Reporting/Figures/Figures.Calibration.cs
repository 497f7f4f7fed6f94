using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Figures of probabilities.</summary>
public static partial class Figures
{
    /// <summary>The reliability diagram: accuracy by confidence, with intervals, against the diagonal of a calibrated model.</summary>
    /// <param name="report">Calibration of one model.</param>
    /// <param name="id">Names the figure; null: from the model's name.</param>
    public static ChartFigure Reliability(CalibrationReport report, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(report);
        ReliabilityBin[] bins = [.. report.Bins.Where(bin => bin.Count > 0)];
        double[] confidence = [.. bins.Select(bin => bin.MeanConfidence)];
        static Axis Whole(string title) => new(title, AxisKind.Percent) { Low = 0, High = 1 };
        string[] ranges = [.. report.Bins.Select(bin => FormattableString.Invariant($"{100 * bin.Lower:0}-{100 * bin.Upper:0}"))];
        LineTrace Bound(string name, Func<ReliabilityBin, double> value) =>
            new(name, confidence, [.. bins.Select(value)], Colour.Muted) { Style = LineStyle.Dotted };
        return new ChartFigure(
            id ?? Slug.Of($"reliability-{report.Model}"), $"Calibration of {report.Model}", report.Sentence,
            $"Line chart of accuracy by confidence. {report.Sentence} "
                + $"{Say.List(bins.Select(bin => $"confidence {Say.Share(bin.MeanConfidence)}: accuracy {Say.Share(bin.Accuracy)}"))}.",
            [
                new Panel("Accuracy by confidence", Whole("confidence"), Whole("accuracy"),
                [
                    new LineTrace("calibrated", [0, 1], [0, 1], Colour.Ink) { Style = LineStyle.Dashed },
                    Bound("95% interval", bin => bin.Low), Bound("", bin => bin.High),
                    new LineTrace(report.Model, confidence, [.. bins.Select(bin => bin.Accuracy)]) { Markers = true },
                ]),
                new Panel("Images by confidence", new Axis("confidence, %", AxisKind.Category), new Axis("images"),
                    [new BarTrace("", ranges, [.. report.Bins.Select(bin => (double)bin.Count)])]), // empty ones too: they keep the distances
            ]);
    }
}

using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>What features show, and what more of them bring.</summary>
public static partial class Figures
{
    /// <summary>Features in the plane, a colour and shape of its own for each of up to 36 classes.</summary>
    /// <param name="map">N points.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="files">N image names, shown under the pointer.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">Points, labels and names are not of one number.</exception>
    public static ChartFigure Projection(
        FeatureProjection map, IReadOnlyList<int> labels, IReadOnlyList<string> classNames, IReadOnlyList<string> files, string id = "feature-map")
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(files);
        if (labels.Count != map.Count || files.Count != map.Count)
            throw new ArgumentException($"{map.Count} points, {labels.Count} labels and {files.Count} names; expected as many of each.", nameof(labels));
        var traces = classNames.Select((name, k) =>
        {
            int[] rows = [.. Enumerable.Range(0, map.Count).Where(i => labels[i] == k)];
            return new PointTrace(name, [.. rows.Select(i => map.Points[i, 0])], [.. rows.Select(i => map.Points[i, 1])], SeriesColour(k))
            {
                Shape = (PointShape)((k + k / SeriesColours.Length) % Enum.GetValues<PointShape>().Length), // six colours in six shapes: 36 classes
                Size = 7,
                Hover = [.. rows.Select(i => $"{files[i]}\n{name}")],
            };
        });
        return new ChartFigure(
            id, $"Features in the plane, {map.Method}", map.Note,
            $"Scatter chart of {Say.Count(map.Count)} images by {map.Method}, coloured by class: {Say.List(classNames)}. {map.Note}",
            [new Panel("", new Axis(""), new Axis(""), [.. traces]) { Height = 560 }]);
    }

    /// <summary>Accuracy by the number of training images.</summary>
    /// <param name="curve">Repeated runs for each size.</param>
    /// <param name="id">Names the figure.</param>
    public static ChartFigure TrainingSize(TrainingSizeCurve curve, string id = "training-size")
    {
        ArgumentNullException.ThrowIfNull(curve);
        double[] sizes = [.. curve.Points.Select(point => (double)point.Size)];
        LineTrace Bound(string name, Func<RepeatedRuns, double?> value) =>
            new(name, sizes, [.. curve.Points.Select(point => value(point.Runs) ?? double.NaN)], Colour.Muted) { Style = LineStyle.Dotted };
        return new ChartFigure(
            id, "What more photographs buy", "Mean over repeated choices of the training images, with its 95% interval.",
            $"Line chart of accuracy by number of training images. {Say.List(curve.Points.Select(point => $"{Say.Count(point.Size)}: {Say.Share(point.Runs.Mean)}"))}.",
            [
                new Panel("", new Axis("training images", AxisKind.Log) { Ticks = sizes }, new Axis("accuracy", AxisKind.Percent),
                [
                    Bound("95% interval", runs => runs.Result.Low), Bound("", runs => runs.Result.High),
                    new LineTrace("mean", sizes, [.. curve.Points.Select(point => point.Runs.Mean)]) { Markers = true },
                ]),
            ]);
    }
}

using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>Figures that compare models.</summary>
public static partial class Figures
{
    /// <summary>Accuracies with 95 % Wilson intervals, one row for each model, with numbers that others reported.</summary>
    /// <param name="models">What each model said of the same images.</param>
    /// <param name="reported">Accuracies that others reported, by name of the model; a name that is no model gets a row of its own.</param>
    /// <param name="reporter">Who reported them.</param>
    /// <param name="lines">Lines across all rows, such as chance.</param>
    /// <param name="id">Names the figure.</param>
    /// <exception cref="ArgumentException">There is no model, or two have one name.</exception>
    public static ChartFigure Accuracies(
        IReadOnlyList<Predictions> models, IReadOnlyDictionary<string, double>? reported = null, string reporter = "the article",
        IReadOnlyList<ReferenceLine>? lines = null, string id = "accuracies")
    {
        ArgumentNullException.ThrowIfNull(models);
        if (models.Count == 0) throw new ArgumentException("There is no model to compare; give one or more.", nameof(models));
        string[] names = [.. models.Select(model => model.Model)];
        if (names.GroupBy(name => name).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two models are called '{twice.Key}'; each row needs a name of its own.", nameof(models));
        StatisticalResult[] intervals = [.. models.Select(model => Proportions.Accuracy(model))];
        var traces = new List<Trace>
        {
            new IntervalTrace(
                "here, 95% interval", names, [.. intervals.Select(row => row.Estimate)],
                [.. intervals.Select(row => row.Low!.Value)], [.. intervals.Select(row => row.High!.Value)])
            {
                Hover = [.. intervals.Select((row, i) => $"{names[i]}\n{Percent(row)}\n{Say.Count(models[i].Correct)} of {Say.Count(row.N)} right")],
            },
        };
        string[] others = [.. reported?.Keys ?? []];
        if (others.Length > 0) traces.Add(Reported(reporter, others, reported!));
        int rows = names.Union(others).Count();
        return new ChartFigure(
            id, $"Accuracies, {SplitNames.Of(models[0].Split)} images", $"Share of {Say.Count(models[0].Count)} {SplitNames.Of(models[0].Split)} images predicted right, with 95% Wilson intervals"
                + (others.Length > 0 ? $"; diamonds: as reported by {reporter}, on other images." : "."),
            $"Interval chart. {Say.List(intervals.Select((row, i) => $"{names[i]} {Percent(row)}"))}."
                + (others.Length > 0 ? $" {reporter}: {Say.List(others.Select(name => $"{name} {Say.Share(reported![name])}"))}." : ""),
            [
                new Panel("", new Axis("accuracy", AxisKind.Percent), new Axis("", AxisKind.Category) { Reversed = true }, traces)
                {
                    Lines = lines ?? [],
                    Height = 120 + 34 * rows,
                },
            ]);
    }

    private static IntervalTrace Reported(string reporter, string[] names, IReadOnlyDictionary<string, double> values)
    {
        double[] points = [.. names.Select(name => values[name])];
        return new IntervalTrace(reporter, names, points, points, points, Colour.Vermillion)
        {
            Shape = PointShape.Diamond,
            Hover = [.. names.Select(name => $"{name}, {reporter}\n{Say.Share(values[name])}")],
        };
    }

    private static string Percent(StatisticalResult row) => $"{Say.Share(row.Estimate)} ({Say.Share(row.Low!.Value)} to {Say.Share(row.High!.Value)})";
}

namespace Scenes.Reporting;

/// <summary>Figures of any numbers.</summary>
public static partial class Figures
{
    private const int MostMarkedPoints = 40; // with more, marks hide the line

    /// <summary>One bar for each name.</summary>
    /// <param name="id">Names the figure in files and links.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="caption">What the reader should see in it.</param>
    /// <param name="labels">Names of the bars.</param>
    /// <param name="values">As many lengths.</param>
    /// <param name="axis">What is measured, with its unit.</param>
    /// <param name="kind">How values are written.</param>
    /// <exception cref="ArgumentException">Names and values are not of one number.</exception>
    public static ChartFigure Bars(
        string id, string title, string caption, IReadOnlyList<string> labels, IReadOnlyList<double> values, string axis, AxisKind kind = AxisKind.Linear)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(values);
        if (labels.Count != values.Count) throw new ArgumentException($"{labels.Count} names and {values.Count} values; expected one value for each name.", nameof(values));
        Func<double, string> write = kind == AxisKind.Percent ? Say.Share : Say.Number;
        bool lying = BarsLie(labels);
        var bars = new BarTrace("", labels, values) { Horizontal = lying, Texts = [.. values.Select(write)] };
        return new ChartFigure(
            id, title, caption, $"Bar chart of {axis}: {Say.List(labels.Zip(values, (label, value) => $"{label} {write(value)}"))}.",
            [CategoryPanel(axis, kind, labels.Count, lying, [bars])]);
    }

    /// <summary>One line for each series.</summary>
    /// <param name="id">Names the figure in files and links.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="caption">What the reader should see in it.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="series">Name, positions and values of each line; colours and strokes are chosen.</param>
    /// <exception cref="ArgumentException">A series has not as many values as positions.</exception>
    public static ChartFigure Lines(
        string id, string title, string caption, Axis x, Axis y, params (string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)[] series)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        ArgumentNullException.ThrowIfNull(series);
        foreach (var (name, positions, values) in series)
            if (positions.Count != values.Count) throw new ArgumentException($"Series '{name}' has {positions.Count} positions and {values.Count} values.", nameof(series));
        var traces = series.Select((line, i) => new LineTrace(line.Name, line.X, line.Y, SeriesColour(i))
        {
            Style = (LineStyle)(i / SeriesColours.Length % 3),
            Markers = line.X.Count <= MostMarkedPoints,
        });
        Func<double, string> write = y.Kind == AxisKind.Percent ? Say.Share : Say.Number;
        var ends = series.Where(line => line.Y.Count > 0).Select(line => $"{line.Name} {write(line.Y[^1])}");
        return new ChartFigure(
            id, title, caption, $"Line chart of {y.Title} by {x.Title}. Last values: {Say.List(ends)}.",
            [new Panel("", x, y, [.. traces])]);
    }

    private static readonly Colour[] SeriesColours = [Colour.Blue, Colour.Vermillion, Colour.Green, Colour.Purple, Colour.Orange, Colour.Ink];

    private static Colour SeriesColour(int series) => SeriesColours[series % SeriesColours.Length];
}

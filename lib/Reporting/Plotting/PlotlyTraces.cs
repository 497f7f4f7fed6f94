using Plotly.NET;
using Plotly.NET.TraceObjects;

namespace Scenes.Reporting.Plotting;

/// <summary>Turns our series into Plotly's.</summary>
internal static class PlotlyTraces
{
    public static Plotly.NET.Trace Of(Trace trace) => trace switch
    {
        LineTrace line => Named("scatter", line)
            .With("mode", line.Markers || HasLonePoint(line) ? "lines+markers" : "lines").With("x", Finite(line.X)).With("y", Finite(line.Y))
            .With("line", LineOf(line.Colour, line.Style, 2.5)),
        PointTrace points => Named("scatter", points)
            .With("mode", "markers").With("x", Finite(points.X)).With("y", Finite(points.Y))
            .With("marker", new Marker().With("color", PlotlyText.Colour(points.Colour)).With("size", points.Size).With("symbol", Symbol(points.Shape)))
            .WithHover(points.Hover?.Select(PlotlyText.Escape).ToArray()),
        BarTrace bars => Bars(bars),
        IntervalTrace intervals => Intervals(intervals),
        HeatTrace heat => Heat(heat),
        _ => throw new ArgumentException($"A series of type {trace.GetType().Name} cannot be drawn. Known: line, points, bars, intervals, heat."),
    };

    /// <summary>Whether a value has no neighbour to be joined with: without a mark nothing of it would be seen.</summary>
    private static bool HasLonePoint(LineTrace line)
    {
        bool At(int i) => i >= 0 && i < line.Y.Count && double.IsFinite(line.X[i]) && double.IsFinite(line.Y[i]);
        return Enumerable.Range(0, line.Y.Count).Any(i => At(i) && !At(i - 1) && !At(i + 1));
    }

    public static Line LineOf(Colour colour, LineStyle style, double width) => new Line()
        .With("color", PlotlyText.Colour(colour)).With("width", width)
        .With("dash", style switch { LineStyle.Dashed => "dash", LineStyle.Dotted => "dot", _ => "solid" });

    /// <summary>Sets one property and returns the object, so that a description reads as one expression.</summary>
    public static T With<T>(this T target, string name, object value) where T : DynamicObj.DynamicObj
    {
        target.SetProperty(name, value);
        return target;
    }

    private static Trace2D Named(string type, Trace trace) => new Trace2D(type)
        .With("name", PlotlyText.Escape(trace.Name)).With("showlegend", trace.Name.Length > 0);

    private static Trace2D WithHover(this Trace2D trace, object? texts) =>
        texts is null ? trace : trace.With("text", texts).With("hoverinfo", "text");

    private static Trace2D Bars(BarTrace bars)
    {
        string[] labels = [.. bars.Labels.Select(PlotlyText.Label)];
        var plotly = Named("bar", bars).With(bars.Horizontal ? "y" : "x", labels).With(bars.Horizontal ? "x" : "y", Finite(bars.Values))
            .With("orientation", bars.Horizontal ? "h" : "v").With("marker", new Marker().With("color", PlotlyText.Colour(bars.Colour)));
        return bars.Texts is null ? plotly
            : plotly.With("text", bars.Texts.Select(PlotlyText.Escape).ToArray()).With("textposition", "auto").With("textangle", 0).With("cliponaxis", false);
    }

    private static Trace2D Intervals(IntervalTrace rows)
    {
        var error = new Error().With("type", "data").With("symmetric", false).With("thickness", 2).With("width", 6)
            .With("color", PlotlyText.Colour(rows.Colour))
            .With("array", Finite([.. rows.High.Zip(rows.Values, (high, value) => high - value)]))
            .With("arrayminus", Finite([.. rows.Values.Zip(rows.Low, (value, low) => value - low)]));
        var plotly = Named("scatter", rows).With("mode", "markers").With("x", Finite(rows.Values)).With("y", rows.Labels.Select(PlotlyText.Label).ToArray())
            .With("marker", new Marker().With("color", PlotlyText.Colour(rows.Colour)).With("size", 10).With("symbol", Symbol(rows.Shape)))
            .WithHover(rows.Hover?.Select(PlotlyText.Escape).ToArray());
        return rows.Low.SequenceEqual(rows.High) ? plotly : plotly.With("error_x", error);
    }

    private static Trace2D Heat(HeatTrace heat)
    {
        var plotly = Named("heatmap", heat)
            .With("x", heat.Columns.Select(PlotlyText.Label).ToArray()).With("y", heat.Rows.Select(PlotlyText.Label).ToArray())
            .With("z", heat.Values.Select(Finite).ToArray()).With("showscale", heat.Texts is null).With("xgap", 1).With("ygap", 1)
            .With("colorscale", new object[] { new object[] { 0, PlotlyText.Paper }, new object[] { 1, PlotlyText.Heat } });
        if (heat.Weakest is { } weakest) plotly.With("zmin", weakest).With("zauto", false);
        if (heat.Strongest is { } strongest) plotly.With("zmax", strongest).With("zauto", false);
        if (heat.Texts is not null) plotly.With("text", Grid(heat.Texts)).With("texttemplate", "%{text}");
        if (heat.Hover is not null) plotly.With("hovertext", Grid(heat.Hover)).With("hoverinfo", "text");
        return plotly;
    }

    private static string[][] Grid(IReadOnlyList<IReadOnlyList<string>> texts) => [.. texts.Select(row => row.Select(PlotlyText.Escape).ToArray())];

    private static double?[] Finite(IReadOnlyList<double> values) => [.. values.Select(value => double.IsFinite(value) ? value : (double?)null)];

    private static string Symbol(PointShape shape) => shape switch
    {
        PointShape.Square => "square",
        PointShape.Diamond => "diamond",
        PointShape.Cross => "x",
        PointShape.Triangle => "triangle-up",
        PointShape.Star => "star",
        _ => "circle",
    };
}

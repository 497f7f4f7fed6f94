using System.Globalization;
using System.Text.Json;
using Microsoft.FSharp.Collections;
using Plotly.NET;
using Plotly.NET.LayoutObjects;

namespace Scenes.Reporting.Plotting;

/// <summary>Builds Plotly.NET charts from panels. Runs only inside the context of <see cref="IsolatedPlotting"/>.</summary>
internal static class PlotlyBridge
{
    private const int Gap = 12, LabelHeight = 18, LegendHeight = 28, TitleHeight = 48, TicksHeight = 28; // pixels around the axes

    /// <summary>Plotly's description of each panel of a JSON array.</summary>
    public static string Render(string panels)
    {
        Panel[] all = JsonSerializer.Deserialize<Panel[]>(panels, FigureJson.Options)!;
        return $"[{string.Join(',', all.Select(panel => GenericChart.toFigureJson(Chart(panel))))}]";
    }

    private static GenericChart Chart(Panel panel)
    {
        var traces = ListModule.OfSeq(panel.Traces.Select(PlotlyTraces.Of));
        return GenericChart.setLayout(LayoutOf(panel), GenericChart.ofTraceObjects(false, traces));
    }

    private static Layout LayoutOf(Panel panel)
    {
        bool heat = panel.Traces.Any(trace => trace is HeatTrace), legend = !heat && panel.Traces.Count(trace => trace.Name.Length > 0) > 1;
        int labels = panel.Lines.Any(line => line.Vertical) ? LabelHeight : 0, top = Gap + labels + (legend ? LegendHeight : 0);
        int bottom = panel.X.Title.Length > 0 ? TitleHeight : TicksHeight;
        return new Layout()
            .With("xaxis", AxisOf(panel.X, heat)).With("yaxis", AxisOf(panel.Y, heat))
            .With("barmode", panel.Stacked ? "stack" : "group").With("bargap", 0.25)
            .With("showlegend", legend)
            .With("legend", new Legend().With("orientation", "h").With("x", 0).With("y", 1 + (labels + 4.0) / (panel.Height - top - bottom)).With("yanchor", "bottom"))
            .With("margin", new { l = 48, r = 16, t = top, b = bottom })
            .With("hovermode", "closest").With("uniformtext", new { minsize = 9, mode = "hide" })
            .With("shapes", panel.Lines.Select(ShapeOf).ToArray())
            .With("annotations", panel.Lines.Select(line => LabelOf(line, panel)).ToArray());
    }

    private static LinearAxis AxisOf(Axis axis, bool heat)
    {
        var plotly = new LinearAxis()
            .With("title", new { text = PlotlyText.Escape(axis.Title), standoff = 8 })
            .With("automargin", true).With("zeroline", false).With("showgrid", !heat).With("ticks", heat ? "" : "outside")
            .With("type", axis.Kind switch { AxisKind.Log => "log", AxisKind.Category => "category", _ => "linear" });
        if (axis.Kind == AxisKind.Percent) plotly.With("tickformat", ".2~%");
        if (axis.Kind == AxisKind.Whole) plotly.With("tickformat", ",d");
        if (axis.Kind == AxisKind.Log) plotly.With("exponentformat", "power").With("nticks", 6);
        if (axis.Ticks is { } ticks)
            plotly.With("tickmode", "array").With("tickvals", ticks.ToArray()).With("ticktext", ticks.Select(tick => tick.ToString("#,0.######", CultureInfo.InvariantCulture)).ToArray());
        double? least = axis.Low is { } start ? Place(axis, start) : null, most = axis.High is { } end ? Place(axis, end) : null;
        if (least is { } low && most is { } high) plotly.With("range", axis.Reversed ? new[] { high, low } : [low, high]);
        else if (axis is { Low: 0, High: null }) plotly.With("rangemode", "tozero");
        else if (least is not null || most is not null) plotly.With("range", new[] { least, most }).With("autorange", axis.Low is null ? "min" : "max");
        else if (axis.Reversed) plotly.With("autorange", "reversed");
        return plotly;
    }

    /// <summary>Limits and labels of a logarithmic axis stand at exponents; lines and data at values.</summary>
    private static double Place(Axis axis, double value) => axis.Kind != AxisKind.Log ? value
        : value > 0 ? Math.Log10(value)
        : throw new ArgumentException($"The logarithmic axis '{axis.Title}' has no place for {value}. Allowed: above 0.");

    private static Shape ShapeOf(ReferenceLine line)
    {
        var shape = new Shape().With("type", "line").With("line", PlotlyTraces.LineOf(line.Colour, line.Style, 1.5));
        return line.Vertical
            ? shape.With("x0", line.At).With("x1", line.At).With("yref", "paper").With("y0", 0).With("y1", 1)
            : shape.With("y0", line.At).With("y1", line.At).With("xref", "paper").With("x0", 0).With("x1", 1);
    }

    private static Annotation LabelOf(ReferenceLine line, Panel panel)
    {
        var label = new Annotation().With("text", PlotlyText.Escape(line.Label)).With("showarrow", false).With("font", new { color = PlotlyText.Colour(line.Colour) });
        return line.Vertical
            ? label.With("x", Place(panel.X, line.At)).With("yref", "paper").With("y", 1).With("yanchor", "bottom")
            : label.With("y", Place(panel.Y, line.At)).With("xref", "paper").With("x", 1).With("xanchor", "right").With("yanchor", "bottom");
    }
}

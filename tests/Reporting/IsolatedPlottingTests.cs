using System.Runtime.Loader;
using System.Text.Json;
using Scenes.Reporting;
using Scenes.Reporting.Plotting;

namespace Scenes.Tests.Reporting;

public sealed class IsolatedPlottingTests
{
    [Fact]
    public void Render_AnyPanel_UsesTheLibrariesBesideOursInAContextOfTheirOwn()
    {
        _ = Figures.LearningCurves(Sample.History).ToPage();
        var context = AssemblyLoadContext.All.Single(context => context.Name == "Scenes plotting");
        string folder = Path.GetDirectoryName(typeof(Figure).Assembly.Location)!;
        foreach (string name in new[] { "Scenes.Lib", "Plotly.NET", "FSharp.Core", "DynamicObj" })
            Assert.Equal(Path.Combine(folder, name + ".dll"), context.Assemblies.Single(assembly => assembly.GetName().Name == name).Location);
        Assert.DoesNotContain(AssemblyLoadContext.Default.Assemblies, assembly => assembly.GetName().Name == "Plotly.NET");
    }

    [Fact]
    public void Render_AxisWithTicks_WritesThemInFull()
    {
        var panel = new Panel("", new Axis("x", AxisKind.Log) { Ticks = [0.02, 323, 5408] }, new Axis("y"), [new LineTrace("a", [1, 2], [1, 2])]);
        using var drawn = JsonDocument.Parse(IsolatedPlotting.Render(JsonSerializer.Serialize(new[] { panel }, FigureJson.Options)));
        var axis = drawn.RootElement[0].GetProperty("layout").GetProperty("xaxis");
        Assert.Equal("array", axis.GetProperty("tickmode").GetString());
        Assert.Equal([0.02, 323, 5408], axis.GetProperty("tickvals").EnumerateArray().Select(tick => tick.GetDouble()));
        Assert.Equal(["0.02", "323", "5,408"], axis.GetProperty("ticktext").EnumerateArray().Select(tick => tick.GetString()!));
    }

    [Theory]
    [InlineData(new double[] { 0.5 }, "lines+markers")] // without a mark nothing would be seen
    [InlineData(new[] { 0.5, 0.6 }, "lines")]
    [InlineData(new[] { 0.5, 0.6, double.NaN, 0.7 }, "lines+markers")]
    public void Render_LineWithALonePoint_MarksIt(double[] values, string mode)
    {
        var panel = new Panel("", new Axis("x"), new Axis("y"), [new LineTrace("a", [.. Enumerable.Range(0, values.Length).Select(i => (double)i)], values)]);
        using var drawn = JsonDocument.Parse(IsolatedPlotting.Render(JsonSerializer.Serialize(new[] { panel }, FigureJson.Options)));
        Assert.Equal(mode, drawn.RootElement[0].GetProperty("data")[0].GetProperty("mode").GetString());
    }

    [Theory]
    [InlineData(AxisKind.Percent, "tickformat", ".2~%")]
    [InlineData(AxisKind.Log, "type", "log")]
    [InlineData(AxisKind.Category, "type", "category")]
    [InlineData(AxisKind.Whole, "tickformat", ",d")]
    public void Render_Axis_IsDrawnAsItsKind(AxisKind kind, string property, string expected)
    {
        var panel = new Panel("", new Axis("x"), new Axis("y", kind), [new LineTrace("a", [1, 2], [1, 2])]) { Lines = [new ReferenceLine("here", 1.5, Vertical: false)] };
        using var drawn = JsonDocument.Parse(IsolatedPlotting.Render(JsonSerializer.Serialize(new[] { panel }, FigureJson.Options)));
        var layout = drawn.RootElement[0].GetProperty("layout");
        Assert.Equal(expected, layout.GetProperty("yaxis").GetProperty(property).GetString());
        Assert.Equal(1.5, layout.GetProperty("shapes")[0].GetProperty("y0").GetDouble());
        Assert.Equal("here", layout.GetProperty("annotations")[0].GetProperty("text").GetString());
    }

    /// <summary>Plotly takes limits and labels of such an axis as exponents, lines and data as values.</summary>
    [Fact]
    public void Render_LogarithmicAxis_HasLimitsAndLabelsWhereTheDataAre()
    {
        var panel = new Panel("", new Axis("x"), new Axis("loss", AxisKind.Log) { Low = 0.001, High = 10 }, [new LineTrace("a", [1, 2], [0.01, 1])]) { Lines = [new ReferenceLine("here", 0.1, Vertical: false)] };
        using var drawn = JsonDocument.Parse(IsolatedPlotting.Render(JsonSerializer.Serialize(new[] { panel }, FigureJson.Options)));
        JsonElement layout = drawn.RootElement[0].GetProperty("layout");
        Assert.Equal([-3, 1], layout.GetProperty("yaxis").GetProperty("range").EnumerateArray().Select(end => Math.Round(end.GetDouble(), 12)));
        Assert.Equal(0.1, layout.GetProperty("shapes")[0].GetProperty("y0").GetDouble());
        Assert.Equal(-1, layout.GetProperty("annotations")[0].GetProperty("y").GetDouble(), 1e-12);
    }
}

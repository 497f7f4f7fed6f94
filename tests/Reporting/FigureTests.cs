using System.Text.Json;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class FigureTests
{
    [Fact]
    public void ToJson_AnyChart_ReadsBackEqual()
    {
        Figure figure = Figures.LearningCurves(Sample.History);
        Assert.Equal(figure.ToJson(), Figure.FromJson(figure.ToJson()).ToJson());
    }

    [Fact]
    public void LearningCurves_TwoEpochs_HasBothSeriesAndTheKeptEpoch()
    {
        ChartFigure figure = Figures.LearningCurves(Sample.History);
        Assert.Equal("learning-curves-plain-cnn", figure.Id);
        Assert.Equal(["Loss", "Accuracy"], figure.Panels.Select(panel => panel.Title));
        var accuracy = figure.Panels[1];
        Assert.Equal([0.25, 0.6], Assert.IsType<LineTrace>(accuracy.Traces[1]).Y);
        Assert.Equal(2, Assert.Single(accuracy.Lines).At);
    }

    [Fact]
    public void ToPage_Chart_IsDrawnByPlotlyWithGapsForWhatIsNotFinite()
    {
        string page = Figures.LearningCurves(Sample.History).ToPage();
        using var loss = JsonDocument.Parse(PageReader.Charts(page)[0]);
        var y = loss.RootElement.GetProperty("data")[0].GetProperty("y");
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null], y.EnumerateArray().Select(value => value.ValueKind));
        Assert.Equal("epoch", loss.RootElement.GetProperty("layout").GetProperty("xaxis").GetProperty("title").GetProperty("text").GetString());
        Assert.Equal(1, PageReader.Count(page, "* plotly.js v"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Two Words")]
    [InlineData("a--b")]
    [InlineData("../a")]
    public void Id_NotASlug_IsRefused(string id) =>
        Assert.Contains("Allowed", Assert.Throws<ArgumentException>(() => new ChartFigure(id, "t", "c", "a", [])).Message, StringComparison.Ordinal);
}

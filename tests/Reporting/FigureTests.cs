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

    /// <summary>Files of a run may be damaged, and must not break the report that is made of them.</summary>
    [Theory]
    [InlineData("chart", "\"panels\":[]")]
    [InlineData("chart", "\"panels\":[null]")]
    [InlineData("chart", "\"panels\":[{\"title\":\"p\",\"x\":{\"title\":\"x\"},\"y\":{\"title\":\"y\"},\"traces\":null}]")]
    [InlineData("chart", "\"panels\":[{\"title\":\"p\",\"x\":{\"title\":\"x\"},\"y\":{\"title\":\"y\"},\"traces\":[null]}]")]
    [InlineData("chart", "\"panels\":[{\"title\":\"p\",\"x\":null,\"y\":{\"title\":\"y\"},\"traces\":[]}]")]
    [InlineData("chart", "\"panels\":[{\"title\":\"p\",\"x\":{\"title\":\"x\"},\"traces\":[]}]")]
    [InlineData("chart", "\"panels\":[{\"title\":\"p\",\"x\":{\"title\":\"x\"},\"y\":{\"title\":\"y\"},\"traces\":[],\"lines\":[null]}]")]
    [InlineData("gallery", "\"rows\":[null]")]
    [InlineData("gallery", "\"rows\":[{\"title\":\"r\",\"tiles\":null}]")]
    [InlineData("gallery", "\"rows\":[{\"title\":\"r\",\"tiles\":[null]}]")]
    [InlineData("gallery", "\"rows\":[{\"title\":\"r\",\"tiles\":[{\"label\":\"a\",\"detail\":\"\",\"altText\":\"a\"}]}]")]
    [InlineData("diagram", "\"boxes\":[null],\"arrows\":[]")]
    [InlineData("diagram", "\"boxes\":[{\"id\":\"a\",\"label\":\"A\"}],\"arrows\":[]")]
    [InlineData("table", "\"table\":null")]
    public void FromJson_PartsMissing_IsRefused(string kind, string parts) => Assert.Throws<JsonException>(
        () => Figure.FromJson($$"""{"figure":"{{kind}}","id":"f","title":"F","caption":"","altText":"alt",{{parts}}}"""));

    [Theory]
    [InlineData("")]
    [InlineData("Two Words")]
    [InlineData("a--b")]
    [InlineData("../a")]
    public void Id_NotASlug_IsRefused(string id) =>
        Assert.All((Func<Figure>[])[() => new ChartFigure(id, "t", "c", "a", []), () => new ChartFigure("id", "t", "c", "a", []) with { Id = id }],
            make => Assert.Contains("Allowed", Assert.Throws<ArgumentException>(() => make()).Message, StringComparison.Ordinal));
}

using Scenes.Reporting;
using Scenes.Reporting.Plotting;

namespace Scenes.Tests.Reporting;

public sealed class NotebookOutputTests
{
    private const string Library = "* plotly.js v";

    [Fact]
    public void ToHtml_FirstChartOfANotebook_CarriesPlotlyEachTimeItIsShown()
    {
        var carrier = new NotebookCarrier();
        Assert.False(carrier.Carries(new GalleryFigure("gallery", "G", "", "", [])));
        var first = Figures.Bars("first", "First", "", ["a"], [1], "n");
        var second = Figures.Bars("second", "Second", "", ["a"], [1], "n");
        Assert.Equal([true, false, true], new[] { first, second, first }.Select(carrier.Carries));
        carrier.Restart();
        Assert.True(carrier.Carries(second));
    }

    [Fact]
    public void PlotlyScript_InAPageWithAModuleLoader_IsHiddenFromIt()
    {
        Assert.Equal(1, PageReader.Count(HtmlPage.PlotlyScript, Library));
        Assert.StartsWith("<script>(function(){var define,module,exports;", HtmlPage.PlotlyScript, StringComparison.Ordinal);
    }
}

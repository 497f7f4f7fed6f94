using System.Xml.Linq;
using Scenes.Reporting;
using Scenes.Reporting.Capture;

namespace Scenes.Tests.Reporting;

public sealed class SvgWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public async Task WriteAsync_Chart_HasBothPanelsAsVectors()
    {
        Assert.SkipUnless(PngWriter.IsAvailable, $"No Chromium, Chrome or Edge was found; set {BrowserFinder.Variable} to one.");
        var svg = await ReadAsync(Figures.LearningCurves(Sample.History));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal(2, svg.Elements(ns + "svg").Count());
        Assert.True(svg.Descendants(ns + "path").Count() > 10);
        Assert.DoesNotContain("var(", svg.ToString(), StringComparison.Ordinal);
        Assert.Contains("validation", string.Concat(svg.Descendants(ns + "text").Select(text => text.Value)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Diagram_NeedsNoStyleSheet()
    {
        string svg = (await ReadAsync(new DiagramFigure("d", "D", "", "alt", [new("a", "A", []), new("b", "B", [])], [new("a", "b")]))).ToString();
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("currentColor", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Gallery_IsRefused() => await Assert.ThrowsAsync<NotSupportedException>(
        () => SvgWriter.WriteAsync(new GalleryFigure("g", "G", "", "alt", []), folder, TestContext.Current.CancellationToken));

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<XElement> ReadAsync(Figure figure) =>
        XElement.Load(await SvgWriter.WriteAsync(figure, folder, TestContext.Current.CancellationToken));
}

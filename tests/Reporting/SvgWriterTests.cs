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
    public async Task WriteAsync_Gallery_HoldsEachPhotographWithItsWords()
    {
        byte[] jpeg = [0xff, 0xd8, 1, 2, 3];
        var svg = await ReadAsync(new GalleryFigure("g", "G", "", "alt", [
            new("First <row>", [new(jpeg, "sea", "0.9", "a sea", TileMark.Right), new([], "lost", "", "nothing", TileMark.Wrong)]),
            new("", [.. Enumerable.Repeat(new GalleryTile(jpeg, "ice & snow", "", "ice"), 9)])]));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.All(svg.Descendants(ns + "image"), image => Assert.Equal($"data:image/jpeg;base64,{Convert.ToBase64String(jpeg)}", (string?)image.Attribute("href")));
        Assert.Equal(10, svg.Descendants(ns + "image").Count());
        string[] texts = [.. svg.Descendants(ns + "text").Select(text => text.Value)];
        Assert.Empty(new[] { "First <row>", "✓ sea", "0.9", "✗ lost", "cannot be read", "ice & snow" }.Except(texts));
        Assert.DoesNotContain("var(", svg.ToString(), StringComparison.Ordinal);
        double width = (double)svg.Attribute("width")!, height = (double)svg.Attribute("height")!;
        Assert.All(svg.Elements(ns + "svg"), tile =>
        {
            Assert.InRange((double)tile.Attribute("x")! + (double)tile.Attribute("width")!, 0, width);
            Assert.InRange((double)tile.Attribute("y")! + (double)tile.Attribute("height")!, 0, height);
        });
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<XElement> ReadAsync(Figure figure) =>
        XElement.Load(await SvgWriter.WriteAsync(figure, folder, TestContext.Current.CancellationToken));
}

using System.Globalization;
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
    public async Task WriteAsync_ChartsAmongOthers_EachGetsItsOwnPanels()
    {
        Assert.SkipUnless(PngWriter.IsAvailable, $"No Chromium, Chrome or Edge was found; set {BrowserFinder.Variable} to one.");
        Figure[] figures = [Bars("first"), new GalleryFigure("g", "G", "", "alt", []), Figures.LearningCurves(Sample.History) with { Id = "second" }, Bars("third")];
        IReadOnlyList<string> paths = await SvgWriter.WriteAsync(figures, folder, TestContext.Current.CancellationToken);
        Assert.Equal(["first.svg", "g.svg", "second.svg", "third.svg"], paths.Select(path => Path.GetFileName(path)));
        Assert.All((string[])["first", "third"], id => Assert.Contains($"only-{id}", File.ReadAllText(Path.Combine(folder, $"{id}.svg")), StringComparison.Ordinal));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal([1, 2, 1], ((string[])["first", "second", "third"]).Select(id => XElement.Load(Path.Combine(folder, $"{id}.svg")).Elements(ns + "svg").Count()));

        static ChartFigure Bars(string id) => Figures.Bars(id, id, "", [$"only-{id}"], [1], "n");
    }

    [Fact]
    public async Task WriteAsync_Diagram_NeedsNoStyleSheet()
    {
        string svg = (await ReadAsync(new DiagramFigure("d", "D", "", "alt", [new("a", "A", []), new("b", "B", [])], [new("a", "b")]))).ToString();
        Assert.DoesNotContain("var(", svg, StringComparison.Ordinal);
        Assert.DoesNotContain("currentColor", svg, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_Diagram_HasATitleAndStandsOnWhite()
    {
        var svg = await ReadAsync(new DiagramFigure("d", "Three <boxes>", "", "alt", [new("a", "A", []), new("b", "B", [])], [new("a", "b")]));
        XNamespace ns = "http://www.w3.org/2000/svg";
        Assert.Equal("Three <boxes>", svg.Element(ns + "title")?.Value);
        Assert.Equal("#ffffff", (string?)svg.Element(ns + "rect")?.Attribute("fill"));
        double[] view = [.. ((string)svg.Element(ns + "svg")!.Attribute("viewBox")!).Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.Equal((Math.Ceiling(view[2]), Math.Ceiling(view[3])), ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!));
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

    [Fact]
    public async Task WriteAsync_Gallery_BreaksLongWordsIntoLinesOfTheirTile()
    {
        const string Label = "true: mountain; vote: glacier", Detail = "vgg16 glacier, resnet50 mountain, inception v3 glacier", File = "a_photograph_with_a_long_name.jpg";
        var svg = await ReadAsync(new GalleryFigure("g", "G", "", "alt", [new("", [new([1], Label, Detail, "one", TileMark.Wrong), new([1], File, "", "two")])]));
        XNamespace ns = "http://www.w3.org/2000/svg";
        XElement[] tiles = [.. svg.Elements(ns + "svg")];
        Assert.Equal($"✗ {Label} {Detail}", string.Join(' ', Texts(tiles[0])));
        Assert.Equal(File, string.Concat(Texts(tiles[1])));
        const int LetterWidth = 8; // pixels; letters of 12 pixels are narrower on average
        Assert.All(tiles, tile => Assert.All(Texts(tile), line => Assert.InRange(LetterWidth * line.Length, 1, (int)tile.Attribute("width")!)));
        Assert.All(tiles, tile => Assert.All(tile.Elements(ns + "text"), text => Assert.InRange((double)text.Attribute("y")!, 120, (double)tile.Attribute("height")!)));

        string[] Texts(XElement tile) => [.. tile.Elements(ns + "text").Select(text => text.Value)];
    }

    [Theory]
    [InlineData("Photographs that each network gets wrong", "")]
    [InlineData("G", "Photographs that each network gets wrong")]
    public async Task WriteAsync_GalleryOfOnePhotograph_IsAsWideAsItsHeadings(string title, string row)
    {
        var svg = await ReadAsync(new GalleryFigure("g", title, "", "alt", [new(row, [new([1], "sea", "", "a sea")])]));
        const double LetterWidth = 8.6; // pixels; of bold letters of 14 pixels on average in DejaVu Sans, which Linux has
        Assert.InRange((double)svg.Attribute("width")!, LetterWidth * Math.Max(title.Length, row.Length), 600);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<XElement> ReadAsync(Figure figure) =>
        XElement.Load(await SvgWriter.WriteAsync(figure, folder, TestContext.Current.CancellationToken));
}

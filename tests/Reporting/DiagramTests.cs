using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Scenes.Backbones;
using Scenes.Reporting;
using Scenes.Reporting.Diagrams;

namespace Scenes.Tests.Reporting;

public sealed partial class DiagramTests
{
    private static DiagramFigure Diagram(string boxes, params string[] arrows) => new("d", "D", "", "alt",
        [.. boxes.Split(' ').Select(id => new DiagramBox(id, id, ["1 x 2"]))], [.. arrows.Select(arrow => new DiagramArrow(arrow[..1], arrow[1..]))]);

    [Fact]
    public void Layout_ResidualBlock_LeadsTheSkipAroundTheBoxes()
    {
        var rows = LayeredLayout.Of(Diagram("i a b s", "ia", "ab", "bs", "is"));
        Assert.Equal([1, 2, 2, 1], rows.Select(row => row.Count));
        foreach (var row in rows.Where(row => row.Count == 2))
        {
            Spot box = row.Single(spot => spot.Box is not null), bend = row.Single(spot => spot.Box is null);
            Assert.True(Math.Abs(bend.X - box.X) >= (box.Width + bend.Width) / 2, $"the skip at {bend.X} crosses the box at {box.X}, {box.Width} wide");
        }
    }

    [Theory]
    [InlineData("inception_v3", "Mixed_6b")]
    [InlineData("inception_v3", "Mixed_7b")]
    [InlineData("resnet50", "layer3.0")]
    public void Network_Block_HasEveryBoxOnceAndNoTwoOverlap(string network, string stage)
    {
        using var backbone = Backbone.Create(network, widthFactor: 0.25);
        var diagram = backbone.Diagram(stage, 150, 150);
        var figure = Figures.Network(diagram);
        Assert.Equal(diagram.Nodes.Count, figure.Boxes.Count);
        var boxes = Boxes(figure);
        Assert.Equal(diagram.Nodes.Count, boxes.Count);
        foreach (var (a, i) in boxes.Select((box, i) => (box, i)))
            foreach (var b in boxes.Skip(i + 1))
                Assert.False(a.X < b.X + b.W && b.X < a.X + a.W && a.Y < b.Y + b.H && b.Y < a.Y + a.H, $"{a} and {b} overlap");
    }

    [Fact]
    public void Network_LongChain_IsFoldedIntoColumnsInsideThePicture()
    {
        string[] ids = [.. "abcdefghijklmnopqrstuv".Select(c => c.ToString())];
        var figure = Diagram(string.Join(' ', ids), [.. ids.Zip(ids.Skip(1), (a, b) => a + b)]);
        Assert.Equal(3, Boxes(figure).Select(box => box.X).Distinct().Count());
        double[] view = [.. ViewBox().Match(figure.ToHtml()).Groups[1].Value.Split(' ').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.All(Boxes(figure), box => Assert.True(box.X >= view[0] && box.Y >= view[1] && box.X + box.W <= view[0] + view[2] && box.Y + box.H <= view[1] + view[3]));
    }

    [Fact]
    public void Constructor_ArrowsInACircle_AreRefused() =>
        Assert.Contains("circle through b, c", Assert.Throws<ArgumentException>(() => Diagram("a b c", "ab", "bc", "cb")).Message, StringComparison.Ordinal);

    [Fact]
    public void Constructor_ArrowToNowhere_IsRefused() => Assert.Throws<ArgumentException>(() => Diagram("a b", "ax"));

    [Fact]
    public void ToJson_Diagram_ReadsBackEqual()
    {
        var figure = Diagram("a b", "ab");
        Assert.Equal(figure.ToJson(), Figure.FromJson(figure.ToJson()).ToJson());
    }

    private static List<(double X, double Y, double W, double H)> Boxes(DiagramFigure figure)
    {
        string html = figure.ToHtml();
        var svg = XElement.Parse(html[html.IndexOf("<svg", StringComparison.Ordinal)..(html.IndexOf("</svg>", StringComparison.Ordinal) + 6)]);
        double Value(XElement rect, string name) => double.Parse(rect.Attribute(name)!.Value, CultureInfo.InvariantCulture);
        return [.. svg.Descendants().Where(element => element.Name.LocalName == "rect").Select(rect => (Value(rect, "x"), Value(rect, "y"), Value(rect, "width"), Value(rect, "height")))];
    }

    [GeneratedRegex("viewBox=\"([^\"]*)\"")]
    private static partial Regex ViewBox();
}

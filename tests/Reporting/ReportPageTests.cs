using System.Text.RegularExpressions;
using Scenes.Evaluation;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed partial class ReportPageTests : IDisposable
{
    private static readonly Provenance From = new("intel", "0123456789abcdef", 7, "fedcba9876543210", "a machine", new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private static ReportPage Page => new("Report", "Intro.", From,
    [
        ReportSection.Of("one", "One", "", [Figures.LearningCurves(Sample.History), "not a figure", Tables.Epochs(Sample.History)]),
        ReportSection.Of("two", "Two", "", [Figures.LearningCurves(Sample.History), Figures.ConfusionMatrix(Sample.Predictions())]),
    ])
    {
        Headline = Tables.Accuracies([Sample.Predictions()]),
    };

    [Fact]
    public void ToHtml_SeveralCharts_HasPlotlyOnceAndNothingFromElsewhere()
    {
        string html = Page.ToHtml();
        Assert.Equal(1, PageReader.Count(html, "* plotly.js v"));
        Assert.Equal(6, PageReader.Charts(html).Count);
        Assert.Empty(OutsideResource().Matches(html));
    }

    [Fact]
    public void ToHtml_EveryItem_IsInTheContentsWithIdCaptionAndProvenance()
    {
        string html = Page.ToHtml();
        foreach (string anchor in new[] { "one-learning-curves-plain-cnn", "one-epochs-plain-cnn", "two-learning-curves-plain-cnn", "two-confusion-vgg16" })
        {
            Assert.Equal(1, PageReader.Count(html, $"<a href=\"#{anchor}\">"));
            Assert.Equal(1, PageReader.Count(html, $" id=\"{anchor}\""));
            Assert.Contains($"<code>{anchor}</code> · data intel · split 01234567 · seed 7 · commit fedcba98 · a machine · 2026-01-02 03:04 UTC", html, StringComparison.Ordinal);
        }
        Assert.Contains("Figure 3. Confusion matrix of VGG16", html, StringComparison.Ordinal);
        Assert.Contains("Table 2. Epochs of Plain CNN", html, StringComparison.Ordinal);
    }

    [Fact]
    public void ToHtml_Twice_IsTheSamePage() => Assert.Equal(Page.ToHtml(), Page.ToHtml());

    [Fact]
    public void ToHtml_TwoSectionsOfOneId_IsRefused()
    {
        var section = ReportSection.Of("one", "One", "", []);
        Assert.Throws<InvalidOperationException>(() => new ReportPage("R", "", From, [section, section with { }]).ToHtml());
    }

    [Fact]
    public void Section_Group_GivesItsMembers()
    {
        var (curves, matrix) = (Figures.LearningCurves(Sample.History), Figures.ConfusionMatrix(Sample.Predictions()));
        var section = ReportSection.Of("s", "S", "", [new FigureGroup([curves, matrix], "None."), new FigureGroup([], "None.")]);
        Assert.Equal([curves.Id, matrix.Id], section.Items.Select(item => item.Id));
    }

    [Fact]
    public void Section_SameIdShownAgain_KeepsTheLater()
    {
        var first = Figures.LearningCurves(Sample.History);
        var section = ReportSection.Of("s", "S", "", [first, first with { Title = "Later" }]);
        Assert.Equal("Later", Assert.Single(section.Items).Title);
    }

    [Fact]
    public async Task WriteAsync_WithoutPng_WritesPageDataAndTables()
    {
        string path = await ReportWriter.WriteAsync(Page, folder, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Page.ToHtml(), File.ReadAllText(path));
        Assert.Equal(["one-learning-curves-plain-cnn.json", "two-confusion-vgg16.json", "two-learning-curves-plain-cnn.json"],
            Directory.GetFiles(Path.Combine(folder, "figures")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.StartsWith("epoch,", File.ReadAllText(Path.Combine(folder, "tables", "one-epochs-plain-cnn.csv")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WriteAsync_NewDataWithoutPictures_DeletesThePicturesOfOldData()
    {
        string curves = Path.Combine(folder, "figures", "one-learning-curves-plain-cnn.png"), matrix = Path.Combine(folder, "figures", "one-confusion-vgg16.png");
        await WriteAsync(Sample.Predictions());
        foreach (string picture in (string[])[curves, matrix]) File.WriteAllText(picture, "a picture");
        await WriteAsync(Sample.Predictions(classes: ["sea", "forest"]));
        Assert.True(File.Exists(curves)); // its data are the same
        Assert.False(File.Exists(matrix));

        Task WriteAsync(Predictions predictions) => ReportWriter.WriteAsync(
            new ReportPage("Report", "", From, [ReportSection.Of("one", "One", "", [Figures.LearningCurves(Sample.History), Figures.ConfusionMatrix(predictions)])]),
            folder, cancellation: TestContext.Current.CancellationToken);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [GeneratedRegex("<(script|link|img|iframe|source)[^>]+(src|href)=\"?(https?:)?//", RegexOptions.IgnoreCase)]
    private static partial Regex OutsideResource();
}

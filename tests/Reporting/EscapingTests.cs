using System.Xml.Linq;
using Scenes.Reporting;
using Scenes.Reporting.Capture;
using Scenes.Reporting.Plotting;

namespace Scenes.Tests.Reporting;

/// <summary>Names come from files and folders of strangers: they are shown as text wherever they stand.</summary>
public sealed class EscapingTests : IDisposable
{
    private const string EvilClass = "</script><img src=x onerror=alert(1)>'\"&";
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void SampleGallery_FileNamedLikeAnImageTag_IsText()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no file of this name.");
        string html = Figures.SampleGallery(Sample.Dataset(folder), 0, 8).ToHtml();
        Assert.Contains("&lt;img src=x onerror=alert(1)&gt;.jpg", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Answers_FileAndClassNamedLikeMarkup_AreText()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows allows no file of this name.");
        string file = Sample.Dataset(folder).Train.Single(image => Path.GetFileName(image.Path) == Sample.EvilName).Path;
        var answer = new Scenes.Evaluation.ImageAnswer(file, [EvilClass, "sea"], [0.9, 0.1], true, null);
        string html = Figures.Answers("answers", "Answers", "", [answer]).ToHtml();
        Assert.Contains("alt=\"&lt;img src=x onerror=alert(1)&gt;.jpg: &lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&#39;&quot;&amp;, 90", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Charts_ClassNamedLikeMarkup_StaysInItsAttributeAndIsTextForPlotly()
    {
        var predictions = Sample.Predictions(classes: [EvilClass, "sea"]);
        foreach (Figure figure in new Figure[] { Figures.ConfusionMatrix(predictions), Figures.PredictionHistogram(predictions), Figures.Accuracies([Sample.Predictions(model: EvilClass)]) })
        {
            string html = figure.ToHtml();
            Assert.DoesNotContain("<img src=x", html, StringComparison.Ordinal);
            Assert.DoesNotContain("</script><img", html, StringComparison.Ordinal);
            Assert.All(PageReader.Charts(html), chart => Assert.DoesNotContain("<img", chart, StringComparison.Ordinal));
            Assert.Contains(PageReader.Charts(html), chart => chart.Contains("&lt;img src=x", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Charts_ClassNamedLikeMarkup_IsTextInABrowser()
    {
        Assert.SkipUnless(PngWriter.IsAvailable, $"No Chromium, Chrome or Edge was found; set {BrowserFinder.Variable} to one.");
        const string Look = """JSON.stringify([document.images.length, [...document.querySelectorAll("svg text")].some(text => text.textContent.includes("<img src=x"))])""";
        string page = Figures.ConfusionMatrix(Sample.Predictions(classes: [EvilClass, "sea"])).ToPage();
        Assert.Equal("[0,true]", await DrawnPage.UseAsync(page, new PngOptions(), drawn => drawn.EvaluateAsync(Look), TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Diagram_LabelWithMarkup_IsText()
    {
        string html = new DiagramFigure("d", EvilClass, EvilClass, EvilClass, [new DiagramBox("a", EvilClass, [EvilClass])], []).ToHtml();
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("</script><img", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_TitlesAndTextsWithMarkup_AreText()
    {
        var table = Table.Of("t", EvilClass, EvilClass, [1], new TableColumn<int>(EvilClass, _ => EvilClass));
        var page = new ReportPage(EvilClass, EvilClass, new Provenance(EvilClass, EvilClass, 0, EvilClass, EvilClass, default), [ReportSection.Of("s", EvilClass, EvilClass, [table])])
        {
            NotRun = [EvilClass],
        };
        Assert.DoesNotContain("<img", page.ToHtml(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\u001b[31mb\0c\u007fd\u009be\r", "a\uFFFD[31mb\uFFFDc\uFFFDd\uFFFDe\uFFFD")]
    [InlineData("tab\tline\nline\r\nline", "tab\tline\nline\nline")]
    public void Encode_WhatXmlHasNoPlaceFor_IsReplaced(string text, string expected)
    {
        string encoded = Html.Encode(text);
        Assert.Equal(expected, encoded);
        Assert.Equal(expected, XDocument.Parse($"<p>{encoded}</p>").Root!.Value);
    }

    [Fact]
    public void Encode_HalvesOfAPairAndNoCharacters_AreReplacedAndAPairStays() =>
        Assert.Equal("\ud83c\udf0a \uFFFD \uFFFD\uFFFD \uFFFD", Html.Encode("\ud83c\udf0a \ud83c \udf0a\uFFFF \udf0a"));

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

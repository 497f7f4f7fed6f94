using System.Globalization;
using System.Text.Json;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Training;

namespace Scenes.Tests.Reporting;

public sealed class FiguresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
    private readonly SceneDataset dataset;

    public FiguresTests() => dataset = Sample.Dataset(folder);

    [Fact]
    public void ClassCounts_ThreeSplits_HasOneTraceForEach()
    {
        var figure = Figures.ClassCounts(dataset);
        var traces = figure.Panels[0].Traces.Cast<BarTrace>().ToArray();
        Assert.Equal(["training", "validation", "test"], traces.Select(trace => trace.Name));
        Assert.Equal([8, 8], traces[0].Values);
        Assert.Equal([2, 2], traces[1].Values);
        Assert.Equal([2, 2], traces[2].Values);
        Assert.Contains("forest 8", figure.AltText, StringComparison.Ordinal);
    }

    [Fact]
    public void SampleGallery_SameSeed_ChoosesTheSameImages()
    {
        static IEnumerable<string> Names(GalleryFigure figure) => figure.Rows.SelectMany(row => row.Tiles).Select(tile => tile.Label);
        var first = Figures.SampleGallery(dataset, 1, 4);
        Assert.Equal([4, 4], first.Rows.Select(row => row.Tiles.Count));
        Assert.Equal(Names(first), Names(Figures.SampleGallery(dataset, 1, 4)));
        Assert.NotEqual(Names(first), Names(Figures.SampleGallery(dataset, 2, 4)));
    }

    [Fact]
    public void SampleGallery_WideImage_IsScaledToATileAndKeepsItsShape()
    {
        byte[] jpeg = Figures.SampleGallery(dataset, 1, 1).Rows[0].Tiles[0].Jpeg;
        Assert.Equal((168, 84), (ImageFile.Decode(jpeg).Width, ImageFile.Decode(jpeg).Height));
    }

    [Fact]
    public void ConfusionMatrix_OneMistake_StandsInTheRowOfItsTrueClass()
    {
        var figure = Figures.ConfusionMatrix(Sample.Predictions());
        var counts = (HeatTrace)figure.Panels[0].Traces[0];
        var shares = (HeatTrace)figure.Panels[1].Traces[0];
        Assert.Equal([1.0, 1.0], counts.Values[0]);
        Assert.Equal([0.0, 2.0], counts.Values[1]);
        Assert.Equal(0.5, shares.Values[0][1]);
        Assert.Equal("true forest\npredicted sea\n1 of 2 (50.0%)", counts.Hover![0][1]);
        Assert.Equal(("predicted class", "true class", true), (figure.Panels[0].X.Title, figure.Panels[0].Y.Title, figure.Panels[0].Y.Reversed));
    }

    [Fact]
    public void PredictionHistogram_Collapse_ShowsOnePredictedClass()
    {
        var collapsed = new Predictions("collapsed", SceneSplit.Test, ["forest", "sea"], ["a", "b"], [0, 1], new[,] { { 0.6, 0.4 }, { 0.6, 0.4 } });
        var figure = Figures.PredictionHistogram(collapsed);
        Assert.Equal([2, 0], ((BarTrace)figure.Panels[0].Traces[1]).Values);
        Assert.Contains("predicts 1 of 2 classes", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void PredictionGallery_Mistakes_StandFirstAndUnsureRightAnswersFollow()
    {
        var predictions = Sample.Predictions([.. dataset.Test.Select(image => image.Name)]);
        var figure = Figures.PredictionGallery(predictions, dataset, right: 2);
        Assert.Equal([TileMark.Wrong], figure.Rows[0].Tiles.Select(tile => tile.Mark));
        Assert.Equal(("sea 90.0%", "true: forest"), (figure.Rows[0].Tiles[0].Label, figure.Rows[0].Tiles[0].Detail));
        Assert.Equal(["sea 60.0%", "sea 70.0%"], figure.Rows[1].Tiles.Select(tile => tile.Label));
    }

    [Fact]
    public void PredictionGallery_ImageOfAnotherSet_IsRefused() =>
        Assert.Contains("b.jpg", Assert.Throws<ArgumentException>(() => Figures.PredictionGallery(Sample.Predictions(), dataset)).Message, StringComparison.Ordinal);

    [Fact]
    public void Accuracies_WithReportedNumbers_HasIntervalsAndDiamonds()
    {
        var figure = Figures.Accuracies([Sample.Predictions()], new Dictionary<string, double> { ["VGG16"] = 0.848, ["vote"] = 0.872 });
        var traces = figure.Panels[0].Traces.Cast<IntervalTrace>().ToArray();
        Assert.Equal(0.75, traces[0].Values[0]);
        Assert.Equal(Proportions.Wilson(3, 4).Low, traces[0].Low[0]);
        Assert.Equal((PointShape.Diamond, 0.872), (traces[1].Shape, traces[1].Values[1]));
    }

    [Fact]
    public void Audit_Conflict_IsShownWithBothLabels()
    {
        File.Copy(dataset.Train.First(image => image.Label == 0).Path, Path.Combine(folder, "train", "sea", "copy.jpg"));
        File.WriteAllText(Path.Combine(folder, "train", "sea", "broken.jpg"), "no image");
        var galleries = Figures.Audit(DatasetAudit.Run(SceneDataset.Open(folder))).Members.Cast<GalleryFigure>().ToDictionary(figure => figure.Id);
        Assert.Equal(["forest, training", "sea, training"], galleries["audit-conflicts"].Rows[0].Tiles.Select(tile => tile.Detail));
        Assert.EndsWith("Photographs that count more than once in training: 1.", galleries["audit-identical"].Caption, StringComparison.Ordinal);
        var broken = galleries["audit-unreadable"].Rows[0].Tiles[0];
        Assert.Empty(broken.Jpeg);
        Assert.Contains("cannot be read", galleries["audit-unreadable"].ToHtml(), StringComparison.Ordinal);
        Assert.DoesNotContain("audit-misnamed", galleries.Keys);
    }

    [Fact]
    public void Audit_NoReadableFile_ShowsThoseThatCannotBeRead()
    {
        foreach (SceneImage image in dataset.Images) File.WriteAllText(image.Path, $"version https://git-lfs.github.com/spec/v1 {image.Name}"); // a clone without Git LFS
        var galleries = Figures.Audit(DatasetAudit.Run(SceneDataset.Open(folder)));
        Assert.Equal("Files that cannot be read", Assert.Single(galleries.Members).Title);
    }

    [Fact]
    public void Audit_CopyInTest_IsNotCountedAsTwiceInTraining()
    {
        File.Copy(dataset.Train.First(image => image.Label == 0).Path, Path.Combine(folder, "test", "forest", "copy.jpg"));
        var identical = Figures.Audit(DatasetAudit.Run(SceneDataset.Open(folder))).Members.Single(figure => figure.Id == "audit-identical");
        Assert.EndsWith("Photographs that count more than once in training: 0.", identical.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Bars_Percent_WritesThemOnTheBars()
    {
        var bars = (BarTrace)Figures.Bars("shares", "Shares", "", ["a", "b"], [0.5, 0.25], "share", AxisKind.Percent).Panels[0].Traces[0];
        Assert.Equal(["50.0%", "25.0%"], bars.Texts);
        var small = (BarTrace)Figures.Bars("small", "Small", "", ["a", "b"], [0.25, 0.00012], "n", AxisKind.Log).Panels[0].Traces[0];
        Assert.Equal(["0.25", "1.2e-4"], small.Texts);
        Assert.Throws<ArgumentException>(() => Figures.Bars("x", "X", "", ["a"], [], "n"));
    }

    [Fact]
    public void Lines_MoreSeriesThanColours_DifferByStroke()
    {
        var series = Enumerable.Range(0, 7).Select(i => ($"s{i}", (IReadOnlyList<double>)[1, 2], (IReadOnlyList<double>)[i, i])).ToArray();
        var lines = Figures.Lines("lines", "Lines", "", new Axis("x"), new Axis("y"), series).Panels[0].Traces.Cast<LineTrace>().ToArray();
        Assert.Equal(7, lines.Select(line => (line.Colour, line.Style)).Distinct().Count());
    }

    [Fact]
    public void LearningCurves_WithClassCount_DrawsTheLossOfGuessing()
    {
        var lines = Figures.LearningCurves(Sample.History, classCount: 6).Panels[0].Lines;
        Assert.Equal(Math.Log(6), lines.Single(line => !line.Vertical).At);
    }

    [Fact]
    public void Diagnosis_Layers_StandInOrderWithGapsWhereNoReluFollows()
    {
        var diagnosis = new NetworkDiagnosis([4, 0], [2, 2], 0.7, [new("first", 2, 0.5, 8, 4, 1), new("last", 1, 0, 2, null, 0.1)]);
        var figure = Figures.Diagnosis(diagnosis, "CNN");
        var panels = figure.Panels.Select(panel => (IntervalTrace)panel.Traces[0]).ToArray();
        Assert.Equal(["first", "last"], panels[0].Labels);
        Assert.Equal([0.25, 0.0], panels[0].Values);
        Assert.Equal([0.5, double.NaN], panels[1].Values);
        Assert.Contains("100.0% of all images are given one class; 4 of 8 units never fire", figure.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnosis_CultureWithDecimalCommas_WritesPoints()
    {
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        var diagnosis = new NetworkDiagnosis([4, 0], [2, 2], 0.7, [new("first", 2, 0.5, 2, 4, 1)]);
        Assert.Contains("first 2.5e-1", Figures.Diagnosis(diagnosis, "CNN").AltText, StringComparison.Ordinal);
        var error = Assert.Throws<ArgumentException>(() => new Predictions("net", SceneSplit.Test, ["a", "b"], ["1.jpg"], [0], new[,] { { 0.5, 0.25 } }));
        Assert.Contains("sum to 0.75;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AugmentationGallery_WithoutChange_ShowsTheOriginalAgain()
    {
        var same = Figures.AugmentationGallery(dataset, Augmentation.None, 0, images: 1, versions: 2);
        var tiles = Assert.Single(same.Rows).Tiles;
        Assert.Equal(3, tiles.Count);
        Assert.All(tiles, tile => Assert.Equal(tiles[0].Jpeg, tile.Jpeg));
        var changed = Figures.AugmentationGallery(dataset, new Augmentation(Brightness: 0.9), 0, images: 1, versions: 1).Rows[0].Tiles;
        Assert.NotEqual(changed[0].Jpeg, changed[1].Jpeg);
    }

    [Fact]
    public void Reliability_EmptyBins_AreNoPointOfTheLineAndABarOfNoHeight()
    {
        var figure = Figures.Reliability(CalibrationReport.Of(Sample.Predictions(), 4));
        var accuracy = figure.Panels[0].Traces.OfType<LineTrace>().Single(trace => trace.Name == "VGG16");
        Assert.Equal([2.0 / 2, 1.0 / 2], accuracy.Y); // confidences 0.7, 0.6 and 0.8, 0.9
        var images = Assert.IsType<BarTrace>(Assert.Single(figure.Panels[1].Traces));
        Assert.Equal([0, 0, 2, 2], images.Values); // bars keep their distances
        Assert.Equal(["0-25", "25-50", "50-75", "75-100"], images.Labels);
    }

    [Fact]
    public void ToHtml_EveryFigure_IsDrawnNamedAndReadsBack()
    {
        var predictions = Sample.Predictions([.. dataset.Test.Select(image => image.Name)]);
        Figure[] figures =
        [
            Figures.ClassCounts(dataset), Figures.SampleGallery(dataset, 0), Figures.LearningCurves(Sample.History), Figures.ConfusionMatrix(predictions),
            Figures.PredictionHistogram(predictions), Figures.PredictionGallery(predictions, dataset), Figures.Accuracies([predictions]),
            Figures.Bars("bars", "Bars", "", ["a"], [1], "n"), Figures.Lines("lines", "Lines", "", new Axis("x"), new Axis("y", AxisKind.Log), ("s", [1], [1])),
        ];
        foreach (var figure in figures)
        {
            string html = figure.ToHtml();
            Assert.NotEmpty(figure.AltText);
            Assert.Equal(figure.ToJson(), Figure.FromJson(figure.ToJson()).ToJson());
            var charts = PageReader.Charts(html);
            Assert.Equal(figure is ChartFigure chart ? chart.Panels.Count : 0, charts.Count);
            foreach (string drawn in charts) Assert.NotEqual(0, JsonDocument.Parse(drawn).RootElement.GetProperty("data").GetArrayLength());
            Assert.Equal(charts.Count, PageReader.Count(html, "role=\"img\" aria-label"));
            Assert.Equal(PageReader.Count(html, "<img "), PageReader.Count(html, "alt=\"Photograph "));
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

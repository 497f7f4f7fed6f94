using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Imaging;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class EnsembleFiguresTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void Disagreement_TwoMembers_IsSymmetricWithAnEmptyDiagonal()
    {
        var other = new Predictions("other", Sample.Predictions().Split, ["forest", "sea"], Sample.Predictions().Files, [0, 0, 1, 1],
            new[,] { { 0.8, 0.2 }, { 0.9, 0.1 }, { 0.3, 0.7 }, { 0.9, 0.1 } });
        var heat = (HeatTrace)Figures.Disagreement(DiversityReport.Of([Sample.Predictions(), other])).Panels[0].Traces[0];
        Assert.Equal([double.NaN, 0.5], heat.Values[0]);
        Assert.Equal([0.5, double.NaN], heat.Values[1]);
    }

    [Fact]
    public void Disagreement_TwoMembersOfOneName_AreRefused()
    {
        DiversityReport report = DiversityReport.Of([Sample.Predictions(), Sample.Predictions(model: "other"), Sample.Predictions()]);
        Assert.Contains("3 pairs of members with 2 names", Assert.Throws<ArgumentException>(() => Figures.Disagreement(report)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MemberVotes_TwoMembers_ShowsEveryBallotAndMarksTheOutcome()
    {
        var dataset = Sample.Dataset(folder);
        var first = Sample.Predictions([.. dataset.Test.Select(image => image.Name)]);
        var gallery = Figures.MemberVotes([1, 2], [first, first.Named("twin")], dataset, "disputed", "Disputed", first);
        GalleryTile[] tiles = [.. gallery.Rows.Single().Tiles];
        Assert.Equal(("true: forest; vote: sea", "VGG16: sea 90.0%; twin: sea 90.0%", TileMark.Wrong), (tiles[0].Label, tiles[0].Detail, tiles[0].Mark));
        Assert.Equal(TileMark.Right, tiles[1].Mark);
        Assert.Equal("true: forest", Figures.MemberVotes([1], [first], dataset, "one", "One").Rows[0].Tiles[0].Label);
    }

    /// <summary>Five answers can be read under a photograph, a dozen cannot.</summary>
    [Fact]
    public void MemberVotes_SixMembers_CountsVotesAndNamesTheSurest()
    {
        var dataset = Sample.Dataset(folder);
        Predictions first = Sample.Predictions([.. dataset.Test.Select(image => image.Name)]);
        var surer = new Predictions("surer", first.Split, first.ClassNames, first.Files, first.Labels, new[,] { { 0.8, 0.2 }, { 0.99, 0.01 }, { 0.3, 0.7 }, { 0.1, 0.9 } });
        Predictions[] members = [first, .. Enumerable.Range(2, 4).Select(number => first.Named($"twin {number}")), surer];
        GalleryTile tile = Figures.MemberVotes([1], members, dataset, "disputed", "Disputed").Rows[0].Tiles[0];
        Assert.Equal("sea 5, forest 1; surest surer: forest 99.0%", tile.Detail);
    }

    [Fact]
    public void EnsembleSizes_TwoSizes_DrawsMeanBetweenBestAndWorst()
    {
        var traces = Figures.EnsembleSizes([new(1, 2, 0.6, 0.5, 0.7), new(2, 1, 0.8, 0.8, 0.8)]).Panels[0].Traces.Cast<LineTrace>().ToDictionary(trace => trace.Name);
        Assert.Equal([0.6, 0.8], traces["mean of all choices"].Y);
        Assert.Equal([0.7, 0.8], traces["best choice"].Y);
        Assert.Equal([0.5, 0.8], traces["worst choice"].Y);
        Assert.Equal([1, 2], Figures.EnsembleSizes([new(1, 2, 0.6, 0.5, 0.7), new(2, 1, 0.8, 0.8, 0.8)]).Panels[0].X.Ticks!); // there is no half member
        Assert.Throws<ArgumentException>(() => Figures.EnsembleSizes([]));
    }

    [Fact]
    public void GradCam_OneMap_StandsBesideItsPhotographWithClassAndMark()
    {
        var dataset = Sample.Dataset(folder);
        var image = dataset.Test.First(one => one.Label == 0);
        var map = new ActivationMap("VGG16", image.Name, 1, 0.9, true, new[,] { { 0.0, 1.0 }, { 0.5, 0.0 } });
        GalleryTile[] tiles = [.. Figures.GradCam([map], dataset).Rows.Single().Tiles];
        Assert.Equal(["the photograph", "sea 90.0%"], tiles.Select(tile => tile.Label));
        Assert.Equal([TileMark.None, TileMark.Wrong], tiles.Select(tile => tile.Mark));
        Assert.NotEqual(tiles[0].Jpeg, tiles[1].Jpeg);
        Assert.Equal(TileMark.None, Figures.GradCam([map with { IsAnswer = false }], dataset).Rows.Single().Tiles[1].Mark); // asked for, and so neither right nor wrong
        Assert.Throws<ArgumentException>(() => Figures.GradCam([], dataset));
    }

    /// <summary>A map of 2 x 2 over a flat blue picture: hot at the top right, half at the bottom left, nothing elsewhere.</summary>
    [Fact]
    public void HeatOverlay_HotCorner_IsColouredWhereTheMapIsHot()
    {
        var blue = new RgbImage(8, 8, [.. Enumerable.Repeat(new byte[] { 40, 80, 200 }, 64).SelectMany(pixel => pixel)]);
        RgbImage drawn = HeatOverlay.Draw(blue, new[,] { { 0.0, 1.0 }, { 0.5, 0.0 } });
        byte grey = (byte)Math.Round(0.299 * 40 + 0.587 * 80 + 0.114 * 200);
        Assert.Equal([grey, grey, grey], Pixel(0, 0));
        Assert.Equal([grey, grey, grey], Pixel(7, 7));
        Assert.Equal(Mixed(1, 40, 80, 200), Pixel(7, 0)); // three quarters of yellow over the picture's own colour
        Assert.Equal(Mixed(0.5, 40, 80, 200), Pixel(0, 7));
        Assert.Equal(40, blue.Pixels[0]);

        byte[] Pixel(int x, int y) => drawn.Pixels[(3 * (8 * y + x))..(3 * (8 * y + x) + 3)];
        byte[] Mixed(double heat, params double[] colour)
        {
            double[] vermillion = [213, 94, 0], yellow = [255, 235, 80];
            double dull = 0.299 * 40 + 0.587 * 80 + 0.114 * 200;
            return [.. colour.Select((value, c) =>
            {
                double under = (1 - heat) * dull + heat * value, over = (1 - heat) * vermillion[c] + heat * yellow[c];
                return (byte)Math.Round((1 - 0.75 * heat) * under + 0.75 * heat * over);
            })];
        }
    }

    [Fact]
    public void HardImages_WrongForAll_AreShownWithEveryAnswer()
    {
        var dataset = Sample.Dataset(folder);
        var predictions = Sample.Predictions([.. dataset.Test.Select(image => image.Name)]);
        var tile = Assert.Single(Figures.HardImages(HardImage.Of([predictions]), dataset).Rows[0].Tiles);
        Assert.Equal(("true: forest", "VGG16: sea 90.0%"), (tile.Label, tile.Detail));
    }

    [Fact]
    public void LabelErrors_Suggestion_StandsUnderThePhotograph()
    {
        var dataset = Sample.Dataset(folder);
        var tile = Assert.Single(Figures.LabelErrors([new LabelError(0, dataset.Train[0].Name, 0, 1, 0.1, 0.8)], dataset).Rows[0].Tiles);
        Assert.Equal(("labelled forest", "rather sea: 80.0% against 10.0%"), (tile.Label, tile.Detail));
    }

    [Fact]
    public void FeatureMap_Classes_DifferByColourAndShape()
    {
        var map = new FeatureProjection("PCA", new[,] { { 1.0, 2.0 }, { 3.0, 4.0 } }, "Axes are components.");
        var traces = Figures.Projection(map, [1, 0], ["forest", "sea"], ["a", "b"]).Panels[0].Traces.Cast<PointTrace>().ToArray();
        Assert.Equal([3.0], traces[0].X);
        Assert.Equal("a\nsea", traces[1].Hover![0]);
        Assert.NotEqual((traces[0].Colour, traces[0].Shape), (traces[1].Colour, traces[1].Shape));
        Assert.Throws<ArgumentException>(() => Figures.Projection(map, [1], ["forest", "sea"], ["a", "b"]));
        var many = Figures.Projection(map, [0, 1], [.. Enumerable.Range(0, 36).Select(k => $"{k}")], ["a", "b"]).Panels[0].Traces.Cast<PointTrace>();
        Assert.Equal(36, many.Select(trace => (trace.Colour, trace.Shape)).Distinct().Count());
    }

    [Fact]
    public void TrainingSize_Points_AreMeansOverRuns()
    {
        var curve = new TrainingSizeCurve([new(10, RepeatedRuns.Of([0.5, 0.7], 100)), new(20, RepeatedRuns.Of([0.8, 0.8], 100))]);
        var mean = Figures.TrainingSize(curve).Panels[0].Traces.OfType<LineTrace>().Single(trace => trace.Name == "mean");
        Assert.Equal([0.6, 0.8], mean.Y.Select(value => Math.Round(value, 12)));
    }

    [Fact]
    public void BesideTheArticle_ThreeOfFour_HasIntervalAndTest()
    {
        var table = Tables.BesideTheArticle([(Sample.Predictions(), ArticleResults.Vgg16)]);
        Assert.Equal(Proportions.Wilson(3, 4).Low, table.Data["low"][0]);
        Assert.Equal(Proportions.AboveConstant(3, 4, 0.848).P, table.Data["p"][0]);
        Assert.Equal("not shown to be above", table.Data["verdict"][0]);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Reporting.Capture;

namespace Scenes.Tests.Reporting;

public sealed class PngWriterTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Theory]
    [InlineData(false, 200, 256)]
    [InlineData(true, 0, 60)]
    public async Task WriteAsync_Figures_DrawsEachInTheThemeAskedFor(bool dark, int darkest, int lightest)
    {
        Assert.SkipUnless(PngWriter.IsAvailable, $"No Chromium, Chrome or Edge was found; set {BrowserFinder.Variable} to one.");
        Figure[] figures = [Figures.LearningCurves(Sample.History), Figures.Bars("bars", "Bars", "", ["a", "b"], [1, 2], "n")];
        var paths = await PngWriter.WriteAsync(figures, folder, new PngOptions(500, 1, dark), TestContext.Current.CancellationToken);
        Assert.Equal(["learning-curves-plain-cnn.png", "bars.png"], paths.Select(Path.GetFileName));
        foreach (string path in paths)
        {
            var image = ImageFile.Decode(path);
            Assert.InRange(image.Width, 400, 500);
            Assert.InRange(image.Pixels[0], darkest, lightest);
            Assert.True(Share(image, pixel => pixel.Blue > pixel.Red + 60) > 0.001, $"{path} shows no blue series");
        }
    }

    [Fact]
    public async Task WriteAsync_TwoFiguresOfOneId_IsRefused()
    {
        var figure = Figures.LearningCurves(Sample.History);
        await Assert.ThrowsAsync<ArgumentException>(() => PngWriter.WriteAsync([figure, figure], folder, cancellation: TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static double Share(RgbImage image, Func<(byte Red, byte Green, byte Blue), bool> fits) =>
        image.Pixels.Chunk(3).Count(pixel => fits((pixel[0], pixel[1], pixel[2]))) * 3.0 / image.Pixels.Length;
}

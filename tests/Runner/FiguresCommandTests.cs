using System.CommandLine;
using Scenes.Reporting;
using Scenes.Runner.Commands;
using Scenes.Tests.Reporting;

namespace Scenes.Tests.Runner;

public sealed class FiguresCommandTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public async Task List_EmptyRun_SaysWhatEachFigureNeeds()
    {
        var (code, output) = await RunAsync("list", "--run", folder);
        Assert.Equal(0, code);
        Assert.Matches(@"(?m)^class-counts +ours +01-photographs .* yes$", output);
        Assert.Matches(@"(?m)^03-vgg16-confusion +article +03-vgg16 .* needs stored predictions$", output);
    }

    [Fact]
    public async Task Draw_StoredHistory_WritesHtmlAndJson()
    {
        HistoryFile.Write(Path.Combine(folder, "histories", "02-plain-cnn-first.json"), Sample.History);
        var (code, output) = await RunAsync("draw", "02-plain-cnn-first-curves", "--run", folder, "--format", "html", "json");
        string written = Path.Combine(folder, "figures", "02-plain-cnn-first-curves");
        Assert.Equal(0, code);
        Assert.Equal($"{written}.html\n{written}.json\n", output.ReplaceLineEndings("\n"));
        Assert.Equal("02-plain-cnn-first-curves", Figure.FromJson(File.ReadAllText($"{written}.json")).Id);
        Assert.Equal(2, PageReader.Charts(File.ReadAllText($"{written}.html")).Count);
    }

    [Fact]
    public async Task Draw_UnknownFigure_FailsWithExitCode1()
    {
        Assert.Equal(1, (await RunAsync("draw", "no-such-figure", "--run", folder)).Code);
    }

    [Fact]
    public async Task Draw_GalleryAsSvgByName_FailsAndWritesNothing()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "figures")).FullName, "07-what-they-get-wrong-grad-cam.json"), new GalleryFigure("grad-cam", "G", "", "alt", []).ToJson());
        Assert.Equal(1, (await RunAsync("draw", "grad-cam", "--run", folder, "--format", "svg", "html")).Code);
        Assert.False(File.Exists(Path.Combine(folder, "figures", "grad-cam.html")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        int code = await FiguresCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}

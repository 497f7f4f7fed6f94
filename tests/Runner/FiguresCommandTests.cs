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
        string written = Path.Combine(folder, "drawn", "02-plain-cnn-first-curves");
        Assert.Equal(0, code);
        Assert.Equal($"{written}.html\n{written}.json\n", output.ReplaceLineEndings("\n"));
        Assert.Equal("02-plain-cnn-first-curves", Figure.FromJson(File.ReadAllText($"{written}.json")).Id);
        Assert.Equal(2, PageReader.Charts(File.ReadAllText($"{written}.html")).Count);
    }

    /// <summary>What was drawn is no part of what the run has stored.</summary>
    [Fact]
    public async Task Draw_AsJsonTwice_LeavesTheListAsItWas()
    {
        HistoryFile.Write(Path.Combine(folder, "histories", "02-plain-cnn-first.json"), Sample.History);
        string before = (await RunAsync("list", "--run", folder)).Output;
        Assert.Equal(0, (await RunAsync("draw", "02-plain-cnn-first-curves", "02-plain-cnn-first-curves", "--run", folder, "--format", "json")).Code);
        Assert.Equal(before, (await RunAsync("list", "--run", folder)).Output);
    }

    [Fact]
    public async Task Draw_UnknownFigure_NamesSomeThatAreLikeIt()
    {
        Assert.Equal(1, (await RunAsync("draw", "democracy-accuracies", "--run", folder)).Code);
        IReadOnlyList<CatalogueFigure> all = FigureCatalogue.Of(RunFolder.Open(folder), () => throw new InvalidOperationException("no photographs are needed"));
        string message = Assert.Throws<ArgumentException>(() => FiguresCommand.Chosen(all, ["democracy-accuracies"])).Message;
        Assert.Contains("Like it: accuracies", message, StringComparison.Ordinal);
        Assert.DoesNotContain("network-vgg16", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draw_OneDamagedFile_DrawsTheOthersAndNamesIt()
    {
        string histories = Path.Combine(folder, "histories");
        HistoryFile.Write(Path.Combine(histories, "03-vgg16-good.json"), Sample.History);
        await File.WriteAllTextAsync(Path.Combine(histories, "02-plain-cnn-bad.json"), "{", TestContext.Current.CancellationToken);
        var (code, output) = await RunAsync("draw", "02-plain-cnn-bad-curves", "03-vgg16-good-curves", "--run", folder);
        string[] lines = output.ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(1, code);
        Assert.Equal(Path.Combine(folder, "drawn", "03-vgg16-good-curves.html"), lines[0]);
        Assert.StartsWith("02-plain-cnn-bad-curves was not drawn: ", lines[1], StringComparison.Ordinal);
        Assert.Contains("02-plain-cnn-bad.json", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Draw_WithoutData_TakesThePhotographsOfTheRun()
    {
        var set = Sample.Dataset(Path.Combine(folder, "set"));
        _ = Study.Open("01-photographs", new StudyOptions { Data = set.Root, OutFolder = folder });
        Assert.Equal(0, (await RunAsync("draw", "class-counts", "--run", folder, "--format", "json")).Code);
        string drawn = await File.ReadAllTextAsync(Path.Combine(folder, "drawn", "class-counts.json"), TestContext.Current.CancellationToken);
        Assert.All(set.ClassNames, name => Assert.Contains($"\"{name}\"", drawn, StringComparison.Ordinal));
        Assert.DoesNotContain("glacier", drawn, StringComparison.Ordinal); // the built-in sample has it
    }

    [Fact]
    public async Task Draw_GalleryByName_WritesEveryFormatAskedFor()
    {
        File.WriteAllText(Path.Combine(Directory.CreateDirectory(Path.Combine(folder, "figures")).FullName, "07-what-they-get-wrong-grad-cam.json"), new GalleryFigure("grad-cam", "G", "", "alt", []).ToJson());
        Assert.Equal(0, (await RunAsync("draw", "grad-cam", "--run", folder, "--format", "svg", "html")).Code);
        Assert.True(File.Exists(Path.Combine(folder, "drawn", "grad-cam.html")));
        Assert.True(File.Exists(Path.Combine(folder, "drawn", "grad-cam.svg")));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        int code = await FiguresCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output, Error = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}

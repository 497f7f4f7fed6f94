using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runner.Commands;
using Scenes.Tests.Data;
using Spectre.Console;

namespace Scenes.Tests.Runner;

public sealed class AuditCommandTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("scenes-audit-").FullName;

    [Fact]
    public void Write_SetWithFindings_ShowsEach()
    {
        for (int i = 0; i < 8; i++) Add($"train/{(i < 4 ? "sea" : "the [red] sea")}/{i}.jpg", i);
        Add("train/sea/copy.jpg", 7);
        File.WriteAllText(Path.Combine(root, "train/sea/broken.jpg"), "text");
        File.WriteAllText(Path.Combine(root, "train/sea/notes.txt"), "text");
        File.WriteAllText(Path.Combine(root, "train/sea/\u001b[31mred.txt"), "text"); // a name that would colour the terminal
        Add("train/sea/\u001b[31mtwin.jpg", 7);
        var report = DatasetAudit.Run(SceneDataset.Open(root, new SplitOptions(0)));
        string text = Written(report);
        string[] expected =
        [
            "the [red] sea", "150 x 150", "Jpeg, rgb, 8 bit", "Unreadable files: 1", "train/sea/broken.jpg", "train/sea/notes.txt",
            "Byte-identical groups: 1 with 3 images; 1 with conflicting labels, 0 across splits.",
        ];
        Assert.All(expected, part => Assert.Contains(part, text, StringComparison.Ordinal));
        Assert.DoesNotContain('\u001b', text);
    }

    [Fact]
    public void Write_LongPathsAtEightyColumns_KeepEachLabelBesideItsFile()
    {
        foreach (string name in (string[])["ice", "sea"])
            for (int i = 0; i < 2; i++) Add($"train/{name}/{i}{new string('f', 120)}.jpg", i);
        string[] lines = Written(DatasetAudit.Run(SceneDataset.Open(root, new SplitOptions(0))), width: 80).ReplaceLineEndings("\n").Split('\n');
        Assert.All(lines.SkipLast(5), line => Assert.InRange(line.Length, 0, 80)); // the last ones are sentences, which are never broken
        string[][] rows = [.. lines.Select(line => line.Split('│', '|')).Where(cells => cells.Length == 6).Select(cells => Array.ConvertAll(cells, cell => cell.Trim()))];
        int[] files = [.. rows.Index().Where(row => row.Item[1].StartsWith("train/", StringComparison.Ordinal)).Select(row => row.Index)];
        Assert.Equal(["ice", "sea", "ice", "sea"], files.Select(row => rows[row][2]));
        Assert.Equal(["train/ice/0", "train/sea/0", "train/ice/1", "train/sea/1"], files.Select(row => rows[row][1][..11]));
        Assert.All(rows[files[2] - 1], Assert.Empty); // between the groups
        Assert.DoesNotContain(rows[files[0]..files[2]].SkipLast(1), row => row.All(cell => cell.Length == 0));
    }

    [Fact]
    public void Describe_Progress_HasRateAndTimeLeft()
    {
        Assert.Equal("1.5 of 3.0 MB, 0.5 MB/s, 0:00:03 left",
            StatusLine.Describe(new DownloadProgress(1_500_000, 3_000_000, 500_000, TimeSpan.FromSeconds(3))));
        Assert.EndsWith("30:00:03 left", StatusLine.Describe(new DownloadProgress(1, 2, 1, TimeSpan.FromHours(30) + TimeSpan.FromSeconds(3))), StringComparison.Ordinal);
        Assert.Equal("1.5 MB, 0.0 MB/s", StatusLine.Describe(new DownloadProgress(1_500_000, null, 0, null)));
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Written(AuditReport report, int width = 120)
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = width;
        AuditTables.Write(report, console);
        return writer.ToString();
    }

    private void Add(string name, int seed)
    {
        string path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, ImageFile.EncodeJpeg(TestPictures.Blobs(seed)));
    }
}

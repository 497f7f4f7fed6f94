using System.IO.Compression;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Data.Samples;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;
using Scenes.Tests.Data;
using Scenes.Tests.Runner;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Tests.Faults;

/// <summary>A disk that becomes full: every writer says so, and what was there before is as it was.</summary>
[Collection(FaultsAlone.Name)]
public sealed class FullDiskTests(FaultTable table)
{
    private const int Large = 300_000; // bytes; several times what is free
    private const string Png = "png";

    /// <summary>Writes something small, or something that does not fit, to a path under the same name.</summary>
    private static readonly Dictionary<string, Action<string, bool>> Writers = new(StringComparer.Ordinal)
    {
        ["text"] = (path, large) => AtomicFile.WriteText(path, Long(large)),
        ["safetensors"] = (path, large) => SafetensorsFile.Write(path, new Dictionary<string, torch.Tensor> { ["a"] = torch.zeros(large ? Large / 4 : 2) }),
        ["predictions.csv"] = (path, large) => PredictionsCsv.Write(path, Many(large)),
        ["predictions.json"] = (path, large) => PredictionsJson.Write(path, Many(large)),
        ["checkpoint"] = WriteCheckpoint,
        ["cache"] = (path, large) => new FeatureCache(path).GetOrCompute(Key(large), () => new FeatureBatches([16], start => Rows(Key(large), start))).Dispose(),
        ["unpack"] = Unpack,
        ["model"] = WriteModel,
        ["report"] = WriteReport,
        ["download"] = Download,
        ["weights"] = FetchWeights,
        ["history"] = (path, large) => HistoryFile.Write(path, new TrainingHistory("net", [.. Enumerable.Repeat(new EpochRecord(1, 1, 0, 1, 0, 0, 0), large ? 3000 : 1)], 1)),
        ["metrics"] = (path, large) => MetricsFile.Add(path, new MetricsRow("01", "net", Long(large), SceneSplit.Test, 4, 3, 0.3, 0.95, 1)),
        ["statistics.csv"] = (path, large) => StatisticalResultsFile.WriteCsv(path, [Result(large)]),
        ["statistics.json"] = (path, large) => StatisticalResultsFile.WriteJson(path, [Result(large)]),
        ["notebook"] = SaveNotebook,
        ["svg"] = (path, large) => SvgWriter.WriteAsync(Diagram(large), path).GetAwaiter().GetResult(),
        [Png] = DrawPng,
    };

    public static TheoryData<string> Names => [.. Writers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Write_DiskFull_SaysSoAndHarmsNothing(string writer)
    {
        if (writer == Png) Assert.SkipUnless(PngWriter.IsAvailable, "No browser was found; Chromium, Chrome or Edge draws figures as PNG.");
        using SmallDisk disk = SmallDisk.Mount();
        string path = Path.Combine(disk.Root, "target");
        Writers[writer](path, false);
        Dictionary<string, byte[]> before = Contents(path);
        Assert.NotEmpty(before);
        disk.Fill();
        FaultRow row = table.Row("full disk");
        row.Tried++;
        var error = Assert.ThrowsAny<IOException>(() => Writers[writer](path, true));
        Assert.True(error.Message.Contains("space", StringComparison.OrdinalIgnoreCase) || error.Message.Contains("free", StringComparison.Ordinal), error.Message);
        Dictionary<string, byte[]> after = Contents(path);
        Assert.All(before, file => Assert.Equal(file.Value, after[file.Key]));
        Assert.DoesNotContain(after.Keys, name => !before.ContainsKey(name) && !name.Contains(".partial", StringComparison.Ordinal)
            && !name.EndsWith(".lock", StringComparison.Ordinal) && !name.EndsWith(".journal", StringComparison.Ordinal));
        File.Delete(Path.Combine(disk.Root, "filler"));
        Writers[writer](path, true); // with room it works, whatever was left behind
        row.Refused++;
    }

    /// <summary>The sample is larger than the whole disk.</summary>
    [Fact]
    public void Sample_DiskFull_SaysSoAndLeavesNothing()
    {
        using SmallDisk disk = SmallDisk.Mount();
        string cache = Directory.CreateDirectory(Path.Combine(disk.Root, "cache")).FullName;
        FaultRow row = table.Row("full disk");
        row.Tried++;
        var error = Assert.ThrowsAny<IOException>(() => SampleWriter.Write(Path.Combine(cache, "sample-0"), 0));
        Assert.Contains("space", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Empty(Directory.GetFileSystemEntries(cache));
        row.Refused++;
    }

    private static string Long(bool large) => new('x', large ? Large : 10);

    /// <summary>The files of a target, which is a file or a folder.</summary>
    private static Dictionary<string, byte[]> Contents(string path) => (Directory.Exists(path) ? Directory.GetFiles(path, "*", SearchOption.AllDirectories) : File.Exists(path) ? [path] : [])
        .ToDictionary(file => Path.GetRelativePath(path, file), File.ReadAllBytes);

    private static Predictions Many(bool large)
    {
        int count = large ? 6000 : 2;
        double[,] probabilities = new double[count, 2];
        for (int i = 0; i < count; i++) (probabilities[i, 0], probabilities[i, 1]) = (1 / 3.0, 2 / 3.0);
        return new Predictions("net", SceneSplit.Validation, ["a", "b"], [.. Enumerable.Range(0, count).Select(i => $"train/a/{i}.jpg")], new int[count], probabilities);
    }

    private static void WriteCheckpoint(string path, bool large)
    {
        using var state = new WeightState(new(StringComparer.Ordinal) { ["w"] = torch.zeros(large ? Large / 4 : 2).DetachFromDisposeScope() });
        TrainingCheckpoint.Write(path, new CheckpointIdentity("net", new TrainingOptions(), "a", "b", "c"), [new(1, 1, 0, 1, 0, 0, 0)], 1, new() { ["weights"] = state });
    }

    private static FeatureKey Key(bool large) => new("images", large ? Large / 64 : 2, "net", "weights", "cut", true, Preprocessing.UnitRange(64), FeatureView.Plain,
        Precision.Float32, Precision.Float32, "cpu", "skia", "2.10");

    private static IEnumerable<torch.Tensor> Rows(FeatureKey key, int start)
    {
        for (int at = start; at < key.Count; at += 32) yield return torch.zeros(Math.Min(32, key.Count - at), 16).DetachFromDisposeScope();
    }

    private static void Unpack(string path, bool large)
    {
        string zip = Path.GetTempFileName(); // on another disk, so that only what comes out of it needs room
        try
        {
            using (var archive = new ZipArchive(File.Create(zip), ZipArchiveMode.Create))
            using (Stream entry = archive.CreateEntry("a/0.bin").Open())
                entry.Write(new byte[large ? Large : 10]);
            Directory.CreateDirectory(path);
            Archive.Unpack(zip, Path.Combine(path, large ? "large" : "small"));
        }
        finally
        {
            File.Delete(zip);
        }
    }

    private static void WriteModel(string path, bool large)
    {
        Dictionary<string, torch.Tensor> head = SmallCard.Head(large ? 1 : 0, large ? Large / 8 : 8);
        try
        {
            ModelFolder.Write(path, SmallCard.Card with { Seed = large ? 1 : 0 }, head);
        }
        finally
        {
            foreach (torch.Tensor tensor in head.Values) tensor.Dispose();
        }
    }

    private static void WriteReport(string path, bool large)
    {
        var from = new Provenance("set", "0123456789abcdef", 7, "fedcba9876543210", "a machine", DateTimeOffset.UnixEpoch);
        ReportWriter.WriteAsync(new ReportPage("Report", Long(large), from, [ReportSection.Of("a", "A", "", [Tables.Accuracies([Tests.Reporting.Sample.Predictions()])])]), path).GetAwaiter().GetResult();
    }

    private static void Download(string path, bool large)
    {
        byte[] content = new byte[large ? Large : 10];
        using var server = new LoopbackServer(LoopbackServer.File(content));
        Downloader.FetchAsync(new DownloadRequest(server.Url, Path.Combine(path, large ? "large" : "small")) { AllowLoopback = true, FirstPause = TimeSpan.FromMilliseconds(1) }).GetAwaiter().GetResult();
    }

    private static void FetchWeights(string path, bool large)
    {
        string file = Path.GetTempFileName();
        try
        {
            SafetensorsFile.Write(file, new Dictionary<string, torch.Tensor> { ["features.a"] = torch.zeros(large ? Large / 4 : 2), ["head.b"] = torch.zeros(2) });
            using var server = new LoopbackServer(LoopbackServer.File(File.ReadAllBytes(file)));
            var source = new WeightSource(large ? "resnet50" : "vgg16", "r", "v", ContentHash.OfFile(file), "none") { Hub = server.Url, KeptPrefix = "features." };
            WeightFetcher.FetchAsync(source, path, _ => { }, allowLoopback: true, progress: null, CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static StatisticalResult Result(bool large) => new() { Name = "Wilson", Quantity = "accuracy", N = 4, Estimate = 0.75, Sentence = Long(large) };

    private static void SaveNotebook(string path, bool large)
    {
        using var files = new NotebookFile();
        Notebook.Load(files.Write("one.ipynb", Long(large))).Save(path);
    }

    private static void DrawPng(string path, bool large)
    {
        var figure = Figures.Bars("bars", "Bars", "", [.. Enumerable.Range(0, 60).Select(i => $"bar {i}")], [.. Enumerable.Range(0, 60).Select(i => (double)(i * i % 61))], "n");
        PngWriter.WriteAsync([figure], path, large ? new PngOptions(Width: 2400, Scale: 2) : new PngOptions(Width: 200, Scale: 0.5)).GetAwaiter().GetResult();
    }

    private static DiagramFigure Diagram(bool large) => new("net", "A network", "One box.", Long(large), [new DiagramBox("a", "A", [])], []);
}

using System.Globalization;
using System.IO.Compression;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Tests.Faults;

/// <summary>A kind of file that the library reads: how one is made, and a reader that fails the test where it reads what is not in the file.</summary>
/// <param name="Name">Name of the kind.</param>
/// <param name="Make">Writes a whole file to a path.</param>
/// <param name="Read">Reads a file that may be damaged. Throws <see cref="InvalidDataException"/> or <see cref="IOException"/> where it refuses.</param>
internal sealed record StoredFile(string Name, Action<string> Make, Action<string> Read)
{
    private static readonly FeatureKey Key = new("images", 40, "net", "weights", "cut", true, Preprocessing.UnitRange(64), FeatureView.Plain,
        Precision.Float32, Precision.Float32, "cpu", "skia", "2.10");

    private static readonly CheckpointIdentity Identity = new("net", new TrainingOptions(), "train", "validation", "frozen");

    public static IReadOnlyList<StoredFile> All { get; } =
    [
        new("safetensors", MakeSafetensors, ReadSafetensors),
        new("cache file", MakeFeatures, ReadFeatures),
        new("checkpoint", MakeCheckpoint, ReadCheckpoint),
        new("zip", MakeZip, ReadZip),
        new("notebook", MakeNotebook, ReadNotebook),
        new("model card", path => File.WriteAllText(path, SmallCard.Json), ReadCard),
        new("predictions.csv", path => PredictionsCsv.Write(path, Tests.Reporting.Sample.Predictions()), path => CheckSums(PredictionsCsv.Read(path))),
        new("predictions.json", path => PredictionsJson.Write(path, Tests.Reporting.Sample.Predictions()), path => CheckSums(PredictionsJson.Read(path))),
        new("history", path => HistoryFile.Write(path, new TrainingHistory("net", [new(1, 1.8, 0.2, 1.7, 0.25, 0.1, 3)], 1)), path => Assert.NotNull(HistoryFile.Read(path).Epochs)),
    ];

    private static void MakeSafetensors(string path)
    {
        using var scope = torch.NewDisposeScope();
        SafetensorsFile.Write(path, new Dictionary<string, torch.Tensor>
        {
            ["a.weight"] = torch.arange(60, torch.ScalarType.Float32).reshape(3, 4, 5),
            ["b.bias"] = torch.ones(7, torch.ScalarType.BFloat16),
            ["c.flags"] = torch.tensor(new[] { true, false, true }),
            ["d.count"] = torch.tensor(5L),
        }, new Dictionary<string, string> { ["format"] = "pt" });
    }

    /// <summary>Every value that is read must be the bytes at its place in the file.</summary>
    private static void ReadSafetensors(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        using SafetensorsFile file = SafetensorsFile.Open(path);
        long data = 8 + BitConverter.ToInt64(bytes);
        foreach (SafetensorsEntry entry in file.Tensors.Values)
        {
            using torch.Tensor tensor = file.Read(entry.Name);
            Assert.Equal(entry.Shape, tensor.shape);
            Assert.True(data + entry.End <= bytes.Length, $"{entry} reaches past the end");
            if (entry.ByteCount > 0) Assert.Equal(bytes.AsSpan((int)(data + entry.Start), (int)entry.ByteCount), tensor.bytes);
        }
    }

    private static void MakeFeatures(string path)
    {
        var cache = new FeatureCache(path + ".made");
        cache.GetOrCompute(Key, () => new FeatureBatches([3], Rows)).Dispose();
        File.Copy(Path.Combine(cache.Folder, Key.FileName), path, overwrite: true);
    }

    private static IEnumerable<torch.Tensor> Rows(int start)
    {
        yield return torch.arange(3 * start, 3 * Key.Count, torch.ScalarType.Float32).reshape(-1, 3).DetachFromDisposeScope();
    }

    /// <summary>A checksum covers the whole file, so what is read at all is what was written.</summary>
    private static void ReadFeatures(string path)
    {
        using FeatureSet set = FeatureSet.Open(path, Key);
        using torch.Tensor rows = set.All();
        Assert.Equal(Enumerable.Range(0, 120).Select(value => (float)value), rows.data<float>().ToArray());
    }

    private static void MakeCheckpoint(string path)
    {
        using var state = new WeightState(new(StringComparer.Ordinal) { ["w"] = torch.arange(30, torch.ScalarType.Float32).reshape(5, 6).DetachFromDisposeScope() });
        TrainingCheckpoint.Write(path, Identity, [new(1, 1.8, 0.2, 1.7, 0.25, 0.1, 3)], 1, new Dictionary<string, WeightState> { ["weights"] = state });
    }

    private static void ReadCheckpoint(string path)
    {
        using TrainingCheckpoint checkpoint = TrainingCheckpoint.Read(path, Identity);
        Assert.Equal([new EpochRecord(1, 1.8, 0.2, 1.7, 0.25, 0.1, 3)], checkpoint.Epochs);
        Assert.Equal(1, checkpoint.BestEpoch);
    }

    private static void MakeZip(string path)
    {
        using var zip = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        foreach (int i in Enumerable.Range(0, 6))
        {
            using var writer = new StreamWriter(zip.CreateEntry($"set/{i % 2}/{i}.jpg").Open());
            for (int line = 0; line < 20; line++) writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"line {line * i * 7919}"));
        }
    }

    /// <summary>What is unpacked lies in the folder, and what is refused leaves nothing.</summary>
    private static void ReadZip(string path)
    {
        string inside = path + ".unpacked", target = Path.Combine(inside, "set");
        Directory.CreateDirectory(inside);
        try
        {
            Archive.Unpack(path, target, new ArchiveLimits(MaxEntries: 100, MaxBytes: 1_000_000));
            Assert.True(Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) <= 1_000_000);
            Assert.Equal([target], Directory.GetFileSystemEntries(inside));
        }
        catch
        {
            Assert.Empty(Directory.GetFileSystemEntries(inside));
            throw;
        }
        finally
        {
            Directory.Delete(inside, recursive: true);
        }
    }

    private static void MakeNotebook(string path) => File.WriteAllText(path, """
        {"cells":[{"cell_type":"markdown","id":"one","metadata":{},"source":["# A title\n","text"]},
        {"cell_type":"code","execution_count":null,"id":"two","metadata":{},"outputs":[],"source":"1 + 1"}],
        "metadata":{"kernelspec":{"name":".net-csharp","language":"C#","display_name":".NET (C#)"}},"nbformat":4,"nbformat_minor":5}
        """);

    private static void ReadNotebook(string path)
    {
        Notebook notebook = Notebook.Load(path);
        string all = string.Concat(notebook.Cells.Select(cell => $"{cell.Id}{cell.IsCode}{cell.Source}{cell.HasOutputs}"));
        Assert.NotNull(notebook.Title + notebook.Metadata.Count + all);
        notebook.Save(path + ".saved");
        Assert.Equal(notebook.Cells.Count, Notebook.Load(path + ".saved").Cells.Count);
    }

    private static void ReadCard(string path)
    {
        string folder = Directory.CreateDirectory(path + ".model").FullName;
        File.Copy(path, Path.Combine(folder, ModelCard.FileName), overwrite: true);
        ModelCard card = ModelCard.Read(folder);
        Assert.True(card.Classes.Count >= 2);
        Assert.StartsWith(folder, ModelFolder.HeadPath(folder, card), StringComparison.Ordinal);
    }

    private static void CheckSums(Predictions predictions)
    {
        for (int image = 0; image < predictions.Count; image++)
            Assert.Equal(1, Enumerable.Range(0, predictions.ClassCount).Sum(k => predictions.Probabilities[image, k]), 0.01);
    }
}

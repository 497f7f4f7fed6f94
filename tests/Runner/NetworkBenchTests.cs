using System.Text.Json;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runner.Bench;
using Scenes.Runner.Commands;

namespace Scenes.Tests.Runner;

public sealed class NetworkBenchTests : IDisposable
{
    private static readonly MachinePeak Peak = new("cpu", 2, 2048, 100, 200);

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-bench-").FullName;

    [Fact]
    public void Json_OneNetwork_HasTheFieldsThatReadersUse()
    {
        SceneImage[] images = [.. SceneDataset.Open(SampleScenes.EnsureWritten()).Test.Take(4)];
        NetworkBench.Row row = new NetworkBench(images, repeats: 1, Precision.Float32).Measure(Pretrained.ImageNet("squeezenet1_1"), 64);
        Assert.All((double[])[row.Plain, row.Ours, row.Ratio, row.Peak, row.PeakShare], value => Assert.True(value > 0, row.ToString()));
        Assert.Equal(1, row.Cosine, 1e-3); // both ways in fp32
        JsonElement json = JsonDocument.Parse(NetworkBenchCommand.Json(Peak, images.Length, repeats: 1, [row])).RootElement;
        Assert.Equal(["machine", "images", "repeats", "networks"], Names(json));
        Assert.Equal(["processor", "cores", "system", "device", "threads", "peakFloat32", "peakReduced", "probe"], Names(json.GetProperty("machine")));
        JsonElement network = Assert.Single(json.GetProperty("networks").EnumerateArray());
        Assert.Equal(["network", "size", "weights", "plain", "ours", "ratio", "fusing", "cosine", "precision", "peak", "peakShare"], Names(network));
        Assert.Equal(("squeezenet1_1", 64, "fp32"),
            (network.GetProperty("network").GetString(), network.GetProperty("size").GetInt32(), network.GetProperty("precision").GetString()));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // JSON alone on the output, as without a file
    public void Report_To_WritesTheJsonBesideWhatIsPrinted(bool json)
    {
        string file = Path.Combine(folder, "new", "speed.json");
        NetworkBench.Row[] rows = [new("squeezenet1_1", 64, "random", 10, 20, 2, 1.1, 0.999, "fp32", 100, 0.1)];
        using var output = new StringWriter();
        NetworkBenchCommand.Report(Peak, images: 4, repeats: 1, rows, json, file, output);
        Assert.Equal(NetworkBenchCommand.Json(Peak, 4, 1, rows) + "\n", File.ReadAllText(file));
        Assert.Equal(json, output.ToString().ReplaceLineEndings("\n") == File.ReadAllText(file));
        Assert.Equal(!json, output.ToString().Contains("GFLOP/s in fp32", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_WithoutATerminal_FitsIntoEightyColumns()
    {
        NetworkBench.Row[] rows =
        [
            new("mobilenet_v2", 1024, "imagenet", 1323.2, 1323.2, 21.13, 1.11, 0.99961, "bf16", 936.4, 1.024),
            new("inception_v3", 224, "imagenet, 2 tensors random", 31.7, 137.7, 4.35, null, 0.99959, "bf16", 936.4, 0.81),
        ];
        using var output = new StringWriter();
        NetworkBenchCommand.Report(Peak, images: 4, repeats: 1, rows, json: false, to: null, output);
        string[] lines = output.ToString().ReplaceLineEndings("\n").Split('\n');
        string first = Assert.Single(lines, line => line.Contains("mobilenet_v2", StringComparison.Ordinal) && line.Contains('│'));
        Assert.All(["1024", "1323.2", "21.13", "1.11", "0.99961", "102 %"], value => Assert.Contains(value, first, StringComparison.Ordinal)); // nothing is broken
        Assert.All(lines.Where(line => line.Contains('│')), line => Assert.InRange(line.Length, 1, 80));
        Assert.Contains("inception_v3: images a second, ours in bf16; weights: imagenet, 2 tensors random.", lines);
    }

    [Fact]
    public void Report_FileThatCannotBeWritten_HasPrintedWhatWasMeasured()
    {
        string file = Path.Combine(folder, "file");
        File.WriteAllText(file, "");
        using var output = new StringWriter();
        Assert.ThrowsAny<IOException>(() => NetworkBenchCommand.Report(Peak, images: 4, repeats: 1, [], json: false, Path.Combine(file, "speed.json"), output));
        Assert.Contains("GFLOP/s in fp32", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Create_Options_HaveTheFileBesideTheJson() =>
        Assert.Empty(NetworkBenchCommand.Create().Parse(["--json", "--to", Path.Combine(folder, "speed.json")]).Errors);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}

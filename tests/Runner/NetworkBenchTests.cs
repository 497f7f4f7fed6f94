using System.Text.Json;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runner.Bench;
using Scenes.Runner.Commands;

namespace Scenes.Tests.Runner;

public sealed class NetworkBenchTests
{
    [Fact]
    public void Json_OneNetwork_HasTheFieldsThatReadersUse()
    {
        SceneImage[] images = [.. SceneDataset.Open(SampleScenes.EnsureWritten()).Test.Take(4)];
        NetworkBench.Row row = new NetworkBench(images, repeats: 1, Precision.Float32, weights: null).Measure("squeezenet1_1", 64);
        Assert.All((double[])[row.Plain, row.Ours, row.Ratio, row.Peak, row.PeakShare], value => Assert.True(value > 0, row.ToString()));
        Assert.Equal(1, row.Cosine, 1e-3); // both ways in fp32
        JsonElement json = JsonDocument.Parse(NetworkBenchCommand.Json(new MachinePeak("cpu", 2, 2048, 100, 200), images.Length, repeats: 1, [row])).RootElement;
        Assert.Equal(["machine", "images", "repeats", "networks"], Names(json));
        Assert.Equal(["processor", "cores", "system", "device", "threads", "peakFloat32", "peakReduced", "probe"], Names(json.GetProperty("machine")));
        JsonElement network = Assert.Single(json.GetProperty("networks").EnumerateArray());
        Assert.Equal(["network", "size", "weights", "plain", "ours", "ratio", "cosine", "precision", "peak", "peakShare"], Names(network));
        Assert.Equal(("squeezenet1_1", 64, "fp32"),
            (network.GetProperty("network").GetString(), network.GetProperty("size").GetInt32(), network.GetProperty("precision").GetString()));
    }

    private static IEnumerable<string> Names(JsonElement json) => json.EnumerateObject().Select(property => property.Name);
}

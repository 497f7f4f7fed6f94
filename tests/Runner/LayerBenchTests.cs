using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Backbones.Winograd;
using Scenes.Runner.Bench;
using static TorchSharp.torch;

namespace Scenes.Tests.Runner;

public sealed class LayerBenchTests
{
    [Fact]
    public void Measure_SmallResNet50_HasEveryStepOnce()
    {
        Assert.SkipUnless(FusedConvolution.Supports(ScalarType.Float32), "This system's libtorch has no fused convolutions; networks run as they are.");
        IReadOnlyList<LayerBench.Row> rows = new LayerBench(images: 2, repeats: 3).Measure(BackboneCatalogue.Find("resnet50"), size: 96, widthFactor: 0.25);
        Assert.Equal(53 + 1, rows.Sum(row => row.Count)); // the pool alone is no convolution
        Assert.Equal(1, rows.Sum(row => row.Share), 6);
        LayerBench.Row pool = Assert.Single(rows, row => row.Layer == "no convolution");
        Assert.Equal("16 x 48 x 48", pool.Map);
        Assert.Null(pool.Speed);
        Assert.All(rows, row => Assert.True(row.Milliseconds > 0, row.Layer));

        LayerBench.Row first = rows[0];
        Assert.Equal("7 x 7, 3 to 16, stride 2", first.Layer);
        Assert.Equal(2 * 2 * 16 * 48 * 48 * 3 * 49 / first.Milliseconds / 1e6, first.Speed!.Value, 6); // two images, two operations a product
        Assert.Null(first.Winograd);
        if (WinogradConvolution.IsSupported) Assert.True(rows.Single(row => row is { Layer: "3 x 3, 16 to 16", Map: "16 x 24 x 24" }).Winograd > 0);
    }
}

using Scenes.Data;
using Scenes.Features;
using Scenes.Runner.Bench;
using Scenes.Tests.Training;

namespace Scenes.Tests.Runner;

[Collection(GlobalGenerator.Name)]
public sealed class DepthBenchTests
{
    [Fact]
    public void Measure_NetworkWithDepths_JudgesTheLastAloneAndAllOnEveryTrainingImage()
    {
        using var small = new TransferCase();
        var bench = new DepthBench(small.Dataset, small.Cache);
        IReadOnlyList<DepthBench.Row> rows = [.. new[] { false, true }.SelectMany(centre => bench.Measure(small.Network("resnet50"), centre, size: null, TestContext.Current.CancellationToken))];
        Assert.Equal(["pooled", "layer3,pooled", "pooled", "layer3,pooled"], rows.Select(row => row.Cut));
        Assert.Equal([FeatureView.Plain, FeatureView.Plain, FeatureView.Centred, FeatureView.Centred], rows.Select(row => row.View));
        Assert.All(rows, row =>
        {
            Assert.Equal(SceneSplit.Train, row.Said.Split);
            Assert.Equal(small.Dataset.Train.Select(image => image.Name), row.Said.Files);
            Assert.Equal(row.Said.Count, row.Said.Correct); // red and blue
        });
    }
}

using Scenes.Data;
using Scenes.Runner.Bench;
using Scenes.Tests.Training;

namespace Scenes.Tests.Runner;

[Collection(GlobalGenerator.Name)]
public sealed class HeadBenchTests
{
    [Fact]
    public void Measure_TwoNetworks_JudgesBothHeadsOnEachAndOnBothSideBySide()
    {
        using var small = new TransferCase();
        var bench = new HeadBench(small.Dataset, seed: 0, small.Cache);
        HeadBench.Row[] rows = [.. bench.Measure([small.Network("resnet50"), small.Network("squeezenet1_1")], TestContext.Current.CancellationToken)];
        Assert.Equal(["resnet50", "squeezenet1_1", "resnet50, squeezenet1_1"], rows.Select(row => row.Features));
        Assert.All(rows.SelectMany(row => new[] { row.Linear, row.Kernel }), said =>
        {
            Assert.Equal(SceneSplit.Train, said.Split);
            Assert.Equal(small.Dataset.Train.Select(image => image.Name), said.Files);
            Assert.Equal(said.Count, said.Correct); // red and blue
        });
    }
}

using Scenes.Features;
using Scenes.Training;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class TrainingSpeedTests
{
    [Fact]
    public void Measure_SmallImages_GivesEveryWayAndRatiosToTheFirst()
    {
        CnnRecipe recipe = PlainCnnCure.Baseline with { Options = PlainCnnCure.Baseline.Options with { BatchSize = 4 } };
        IReadOnlyList<TrainingSpeed> rows = TrainingSpeed.Measure(recipe, imageSize: 32, rounds: 1);
        Assert.Equal(
            [(Precision.Float32, false), (Precision.Float32, true), (Precision.BFloat16, false), (Precision.BFloat16, true)],
            rows.Select(row => (row.Precision, row.ChannelsLast)));
        Assert.Equal(1, rows[0].Ratio);
        Assert.All(rows, row => Assert.Equal(row.ImagesPerSecond / rows[0].ImagesPerSecond, row.Ratio, 1e-9));
        Assert.All(rows, row => Assert.InRange(row.ImagesPerSecond, 1e-3, 1e9));
    }
}

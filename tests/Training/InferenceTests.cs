using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class InferenceTests
{
    /// <summary>When a batch is gathered, what the batches before it needed must be gone; only their answers stay.</summary>
    [Fact]
    public void LogProbabilities_ManyBatches_KeepNothingButAnswersOfTheOnesBefore()
    {
        using var network = SmallCases.Network(0);
        var alive = new List<long>();
        TrainingSet set = SmallCases.Quarters(24, 1).With((batch, _) =>
        {
            alive.Add(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
            return batch + 0.5;
        });
        using Tensor logs = Inference.LogProbabilities(network, set, batchSize: 4, averageFlips: true, channelsLast: true);
        Assert.Equal(6, alive.Count);
        Assert.Equal(Enumerable.Range(0, 6).Select(batch => alive[0] + batch), alive); // one tensor of answers for each
    }
}

using Scenes.Features;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class TrainerTests
{
    private static readonly TrainingSet Train = SmallCases.Quarters(20, 1), Validation = SmallCases.Quarters(12, 2);
    private static readonly TrainingOptions Options = new() { Epochs = 8, BatchSize = 5, LearningRate = 0.05, Seed = 3 };

    [Theory]
    [InlineData(OptimizerKind.Sgd, Precision.Float32, false)]
    [InlineData(OptimizerKind.Sgd, Precision.BFloat16, true)] // the fast way on modern CPUs
    [InlineData(OptimizerKind.AdamW, Precision.Float32, true)]
    public void Fit_TwentyImages_LossFalls(OptimizerKind optimizer, Precision precision, bool channelsLast)
    {
        using var network = SmallCases.Network(0);
        TrainingOptions options = Options with
        {
            Optimizer = optimizer,
            LearningRate = optimizer == OptimizerKind.Sgd ? 0.05 : 0.01,
            Precision = precision,
            ChannelsLast = channelsLast,
        };
        TrainingResult result = Trainer.Fit(network, Train, Validation, options);
        Assert.True(result.History.Epochs[^1].TrainLoss < 0.5 * result.History.Epochs[0].TrainLoss, $"{result.History.Epochs[0].TrainLoss} to {result.History.Epochs[^1].TrainLoss}");
        Assert.All(network.state_dict().Values, tensor => Assert.NotEqual(ScalarType.BFloat16, tensor.dtype));
        Assert.All(network.parameters(), weight => Assert.True(weight.requires_grad));
    }

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public void Fit_FrozenPart_StaysBitEqual(Precision precision)
    {
        using var network = SmallCases.Network(0);
        foreach ((string name, nn.Module child) in network.named_children())
            if (name is "conv" or "norm") Freezing.Freeze(child);
        Dictionary<string, byte[]> before = SmallCases.Bytes(network);
        Trainer.Fit(network, Train, Validation, Options with { Precision = precision });
        Dictionary<string, byte[]> after = SmallCases.Bytes(network);
        Assert.Equal(before.Keys.Order(), after.Keys.Order());
        foreach (string name in before.Keys) Assert.Equal(name.StartsWith("head", StringComparison.Ordinal), !before[name].AsSpan().SequenceEqual(after[name]));
        Assert.Equal(["head.bias", "head.weight"], network.named_parameters().Where(row => row.parameter.requires_grad).Select(row => row.name).Order());
    }

    [Fact]
    public void Fit_ValidationLabelWithoutOutput_SaysWhichAndWhatIsAllowed()
    {
        using var network = SmallCases.Network(0);
        TrainingSet train = SmallCases.Quarters(8, 1);
        TrainingSet validation = new(rows => zeros(rows.Length, 3, 8, 8), [0, 9]);
        var error = Assert.Throws<ArgumentException>(() => Trainer.Fit(network, train, validation, new TrainingOptions { Epochs = 1, BatchSize = 4 }));
        Assert.Contains("Label 9, but the network has 4 outputs", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_SameSeedTwice_GivesEqualBits()
    {
        TrainingSet noisy = SmallCases.Noisy(20, 1);
        using var first = SmallCases.Network(0);
        using var second = SmallCases.Network(0);
        Trainer.Fit(first, noisy, Validation, Options);
        Trainer.Fit(second, noisy, Validation, Options);
        Assert.Equal(SmallCases.Bytes(first), SmallCases.Bytes(second));
        using var third = SmallCases.Network(0);
        Trainer.Fit(third, noisy, Validation, Options with { Seed = 4 });
        Assert.NotEqual(SmallCases.Bytes(first)["head.weight"], SmallCases.Bytes(third)["head.weight"]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.9)] // with a running average
    public void Fit_BestEpoch_IsWhatTheNetworkHolds(double averageDecay)
    {
        using var network = SmallCases.Network(0);
        TrainingResult result = Trainer.Fit(network, Train, Validation, Options with { AverageDecay = averageDecay });
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(network, Validation, Options.BatchSize);
        Tensor labels = tensor(Validation.Labels);
        Assert.Equal(result.History.Best.ValidationLoss, CrossEntropy.Mean(logs, labels).item<float>(), 1e-5);
        Assert.Equal(result.History.Best.ValidationAccuracy, logs.argmax(1).eq(labels).to(ScalarType.Float64).mean().item<double>());
        Assert.Equal(result.History.Epochs.Max(epoch => epoch.ValidationAccuracy), result.History.Best.ValidationAccuracy);
        Assert.False(network.training);
    }

    [Fact]
    public void Fit_NoImprovement_StopsAfterPatience()
    {
        using var network = SmallCases.Network(0, vector: true);
        TrainingResult result = Trainer.Fit(network, Train, Validation, Options with { Epochs = 50, LearningRate = 1e-30, WeightDecay = 0, Patience = 3 });
        Assert.Equal(TrainingEnding.StoppedEarly, result.Ending);
        Assert.Equal(4, result.History.Epochs.Count);
        Assert.Equal(1, result.History.BestEpoch);
    }

    [Fact]
    public void Fit_Cancelled_ReturnsTheBestSoFar()
    {
        using var network = SmallCases.Network(0);
        using var stop = new CancellationTokenSource();
        var progress = new Listener(value =>
        {
            if (value is { Epoch: 3, Batch: 2, Finished: null }) stop.Cancel();
        });
        TrainingResult result = Trainer.Fit(network, Train, Validation, Options, new TrainingRun("cut") { Progress = progress }, stop.Token);
        Assert.Equal(TrainingEnding.Cancelled, result.Ending);
        Assert.Equal(2, result.History.Epochs.Count);
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(network, Validation, Options.BatchSize);
        Assert.Equal(result.History.Best.ValidationLoss, CrossEntropy.Mean(logs, tensor(Validation.Labels)).item<float>(), 1e-5);
    }

    [Fact]
    public void Fit_LossNotFinite_SaysWhereAndWhatToTry()
    {
        using var network = SmallCases.Network(0, vector: true);
        var error = Assert.Throws<TrainingDivergedException>(() => Trainer.Fit(
            network, Train, Validation, Options with { LearningRate = 1e30, Schedule = LearningRateSchedule.Constant }, new TrainingRun("steep")));
        Assert.Equal(1, error.Epoch);
        Assert.InRange(error.Batch, 2, 4);
        Assert.StartsWith("steep: the loss is", error.Message, StringComparison.Ordinal);
        Assert.Contains("lower learning rate", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_LossNotFiniteAfterGoodEpochs_LeavesTheBestWeights()
    {
        using var network = SmallCases.Network(0, vector: true);
        int epoch = 0;
        TrainingSet broken = Train.With((rows, _) => epoch < 2 ? rows : rows * float.NaN);
        Assert.Throws<TrainingDivergedException>(() => Trainer.Fit(network, broken, Validation, Options, new TrainingRun("breaks")
        {
            Progress = new Listener(value => epoch = value.Finished is null ? epoch : value.Epoch),
        }));
        Assert.False(network.training);
        using var scope = NewDisposeScope();
        Assert.True(Inference.LogProbabilities(network, Validation, Options.BatchSize).isfinite().all().item<bool>());
    }

    [Fact]
    public void Fit_NothingLearns_IsAnError()
    {
        using var network = SmallCases.Network(0);
        Freezing.Freeze(network);
        Assert.Throws<ArgumentException>(() => Trainer.Fit(network, Train, Validation, Options));
    }

    [Fact]
    public void Fit_ManySteps_LeavesNoTensorBehind()
    {
        using var network = SmallCases.Network(0);
        TrainingOptions options = Options with { AverageDecay = 0.9, ClipNorm = 1 };
        Trainer.Fit(network, Train, Validation, options);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Trainer.Fit(network, Train, Validation, options);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private sealed class Listener(Action<TrainingProgress> listen) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => listen(value);
    }
}

using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class TrainingCheckpointTests : IDisposable
{
    private static readonly TrainingSet Train = SmallCases.Quarters(20, 1), Validation = SmallCases.Quarters(12, 2);
    private static readonly TrainingOptions Options = new() { Epochs = 3, BatchSize = 5, Seed = 3 };
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private TrainingRun Run => new("checked") { CheckpointPath = Path.Combine(folder, "run.safetensors") };

    [Fact]
    public void Fit_FinishedRun_IsNotRepeated()
    {
        using var first = SmallCases.Network(0);
        TrainingResult done = Trainer.Fit(first, Train, Validation, Options, Run);
        using var second = SmallCases.Network(99);
        TrainingResult again = Trainer.Fit(second, Train, Validation, Options, Run);
        Assert.Equal(3, again.ResumedFrom);
        Assert.Equal(done.History.Epochs, again.History.Epochs);
        Assert.Equal(SmallCases.Bytes(first), SmallCases.Bytes(second));
    }

    [Fact]
    public void Fit_Restart_IgnoresTheCheckpoint()
    {
        using var first = SmallCases.Network(0);
        Trainer.Fit(first, Train, Validation, Options, Run);
        using var second = SmallCases.Network(0);
        TrainingResult again = Trainer.Fit(second, Train, Validation, Options with { LearningRate = 0.01 }, Run with { Restart = true });
        Assert.Equal(0, again.ResumedFrom);
    }

    [Fact]
    public void Fit_OtherOptions_AreNamedAndRefused()
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, Train, Validation, Options with { LearningRate = 0.01 }, Run));
        Assert.Contains("LearningRate is 0.05 there and 0.01 here", error.Message, StringComparison.Ordinal);
        Assert.Contains("Restart", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherSplit_IsRefused()
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, Train, SmallCases.Quarters(11, 2), Options, Run));
        Assert.Contains("ValidationSet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherNetwork_IsRefused()
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        using var other = SmallCases.Network(0, vector: true);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(other, Train, Validation, Options, Run));
        Assert.Contains("another network", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherFrozenWeights_AreRefused()
    {
        using var network = FrozenConvolution(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        using var other = FrozenConvolution(1);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(other, Train, Validation, Options, Run));
        Assert.Contains("FrozenWeights", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_OtherStatisticsOfFrozenBatchNorm_AreRefused()
    {
        using var network = FrozenNorm(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        using var same = FrozenNorm(0);
        Assert.Equal(Options.Epochs, Trainer.Fit(same, Train, Validation, Options, Run).ResumedFrom);
        using var other = FrozenNorm(1);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(other, Train, Validation, Options, Run));
        Assert.Contains("FrozenWeights", error.Message, StringComparison.Ordinal);

        static nn.Module<Tensor, Tensor> FrozenNorm(float mean)
        {
            var network = SmallCases.Network(0);
            Freezing.Freeze(network.named_children().Single(child => child.name == "norm").module);
            using var scope = NewDisposeScope();
            network.state_dict()["norm.running_mean"].fill_(mean);
            return network;
        }
    }

    [Theory]
    [InlineData(0.3)] // inside the metadata or the first tensors
    [InlineData(0.999)] // inside the last tensor
    public void Fit_FlippedByte_IsNoticed(double position)
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        byte[] bytes = File.ReadAllBytes(Run.CheckpointPath!);
        bytes[(int)(position * bytes.Length)] ^= 1;
        File.WriteAllBytes(Run.CheckpointPath!, bytes);
        Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, Train, Validation, Options, Run));
    }

    [Fact]
    public void Fit_OtherInputsWithTheSameLabels_AreRefused()
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, SmallCases.Quarters(20, 7), Validation, Options, Run));
        Assert.Contains("TrainSet", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_CheckpointOfASetThatDoesNotSayWhatItIs_IsRefused()
    {
        using var network = SmallCases.Network(0);
        var unknown = new TrainingSet(indices => zeros(indices.Length, 3, 8, 8), Train.Labels);
        var told = new List<TrainingProgress>();
        Assert.Contains("Give it a source", Assert.Throws<InvalidOperationException>(() => Trainer.Fit(network, unknown, Validation, Options, Run with { Progress = new Listener(told) })).Message, StringComparison.Ordinal);
        Assert.Empty(told); // no epoch is lost
        Trainer.Fit(network, unknown, Validation, Options, new TrainingRun("without a checkpoint"));
    }

    [Fact]
    public void Read_CutOffFile_SaysThatTheCheckpointCanBeDeleted()
    {
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        using (var stream = new FileStream(Run.CheckpointPath!, FileMode.Open)) stream.SetLength(stream.Length / 2);
        var error = Assert.Throws<InvalidDataException>(() => Trainer.Fit(network, Train, Validation, Options, Run));
        Assert.Contains("Delete it", error.Message, StringComparison.Ordinal);
        Assert.Contains(Run.CheckpointPath!, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_CheckpointThatAnotherProcessIsWriting_LeavesItAlone()
    {
        string partial = $"{Run.CheckpointPath}.{Guid.NewGuid():N}.partial";
        using var writer = new FileStream(partial, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None); // as AtomicFile writes
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        Assert.True(File.Exists(partial));
    }

    [Fact]
    public void Fit_LeftoverOfAKilledWrite_IsRemoved()
    {
        string leftover = $"{Run.CheckpointPath}.{Guid.NewGuid():N}.partial";
        File.WriteAllText(leftover, "half");
        File.SetLastWriteTimeUtc(leftover, DateTime.UtcNow.AddHours(-1));
        using var network = SmallCases.Network(0);
        Trainer.Fit(network, Train, Validation, Options, Run);
        Assert.Equal([Run.CheckpointPath!], Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private sealed class Listener(List<TrainingProgress> told) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => told.Add(value);
    }

    private static nn.Module<Tensor, Tensor> FrozenConvolution(long seed)
    {
        var network = SmallCases.Network(seed);
        Freezing.Freeze(network.children().First());
        return network;
    }
}

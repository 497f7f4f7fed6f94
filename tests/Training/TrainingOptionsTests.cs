using Scenes.Features;
using Scenes.Training;

namespace Scenes.Tests.Training;

public sealed class TrainingOptionsTests
{
    private static readonly Dictionary<string, TrainingOptions> Wrong = new()
    {
        [nameof(TrainingOptions.Epochs)] = new() { Epochs = 0 },
        [nameof(TrainingOptions.BatchSize)] = new() { BatchSize = -1 },
        [nameof(TrainingOptions.LearningRate)] = new() { LearningRate = double.NaN },
        [nameof(TrainingOptions.WarmupShare)] = new() { WarmupShare = 1 },
        [nameof(TrainingOptions.Momentum)] = new() { Momentum = 1 },
        [nameof(TrainingOptions.WeightDecay)] = new() { WeightDecay = -1e-4 },
        [nameof(TrainingOptions.LabelSmoothing)] = new() { LabelSmoothing = 1 },
        [nameof(TrainingOptions.MixUp)] = new() { MixUp = 0.6 },
        [nameof(TrainingOptions.ClipNorm)] = new() { ClipNorm = double.PositiveInfinity },
        [nameof(TrainingOptions.Patience)] = new() { Patience = -1 },
        [nameof(TrainingOptions.AverageDecay)] = new() { AverageDecay = 1 },
        [nameof(TrainingOptions.Precision)] = new() { Precision = Precision.Float16 },
    };

    public static TheoryData<string> Names => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Validated_OutOfRange_NamesTheOption(string name)
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(Wrong[name].Validated);
        Assert.Equal(name, error.ParamName);
        Assert.Contains($"TrainingOptions.{name} must be", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validated_Defaults_Pass() => Assert.NotNull(new TrainingOptions().Validated());
}

using Scenes.Features;

namespace Scenes.Training;

/// <summary>Everything that decides how a network is trained. Two runs with equal options, sets and first weights end with equal weights.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training set, at most; 1 or more.</summary>
    public int Epochs { get; init; } = 20;

    /// <summary>Images per step, at most; 1 or more. The batches of an epoch differ by one image at most.</summary>
    public int BatchSize { get; init; } = 64;

    /// <summary>How gradients become steps.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.Sgd;

    /// <summary>The highest learning rate of the schedule; greater than 0.</summary>
    public double LearningRate { get; init; } = 0.05;

    /// <summary>How the rate moves.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.OneCycle;

    /// <summary>Share of all steps in which the rate rises; 0 to below 1.</summary>
    public double WarmupShare { get; init; } = 0.25;

    /// <summary>Momentum of <see cref="OptimizerKind.Sgd"/>; 0 to below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>Pull of weights towards 0; 0 or more.</summary>
    public double WeightDecay { get; init; } = 5e-4;

    /// <summary>Whether vectors (biases, batch norm) decay too. Usually not.</summary>
    public bool DecayVectors { get; init; }

    /// <summary>Share of the target spread evenly over all classes (arXiv:1512.00567, section 7); 0 to below 1.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Each batch is blended with itself in another order (mixup, arXiv:1710.09412), and so are the losses; the other image's share is drawn
    /// evenly from 0 to this. 0 to 0.5; 0: no blending.
    /// </summary>
    public double MixUp { get; init; }

    /// <summary>Longest gradient over all weights together; longer ones are shortened to it. 0: no limit.</summary>
    public double ClipNorm { get; init; }

    /// <summary>Epochs without a better validation accuracy (among equals: loss) before training stops. 0: never.</summary>
    public int Patience { get; init; }

    /// <summary>Decay per step of the running average of weights that is validated and kept instead of the last weights; 0 to below 1. 0: no average.</summary>
    public double AverageDecay { get; init; }

    /// <summary>
    /// Number format of convolutions and matrix products: fp32 or bf16. Weights, batch norm, loss and updates are fp32 in both.
    /// </summary>
    public Precision Precision { get; init; } = Precision.Float32;

    /// <summary>Whether image batches are laid out with channels last in memory: faster convolutions on most CPUs, the same numbers up to rounding.</summary>
    public bool ChannelsLast { get; init; }

    /// <summary>Seed of the order, the augmentation and the dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Returns these options if each is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is not; the message names it, its value and its range.</exception>
    public TrainingOptions Validated()
    {
        Check(nameof(Epochs), Epochs, Epochs >= 1, "1 or more");
        Check(nameof(BatchSize), BatchSize, BatchSize >= 1, "1 or more");
        Check(nameof(Optimizer), Optimizer, Enum.IsDefined(Optimizer), string.Join(", ", Enum.GetNames<OptimizerKind>()));
        Check(nameof(LearningRate), LearningRate, LearningRate > 0 && double.IsFinite(LearningRate), "a number greater than 0");
        Check(nameof(Schedule), Schedule, Enum.IsDefined(Schedule), string.Join(", ", Enum.GetNames<LearningRateSchedule>()));
        Check(nameof(WarmupShare), WarmupShare, WarmupShare is >= 0 and < 1, "0 to below 1");
        Check(nameof(Momentum), Momentum, Momentum is >= 0 and < 1, "0 to below 1");
        Check(nameof(WeightDecay), WeightDecay, WeightDecay >= 0 && double.IsFinite(WeightDecay), "0 or more");
        Check(nameof(LabelSmoothing), LabelSmoothing, LabelSmoothing is >= 0 and < 1, "0 to below 1");
        Check(nameof(MixUp), MixUp, MixUp is >= 0 and <= 0.5, "0 to 0.5");
        Check(nameof(ClipNorm), ClipNorm, ClipNorm >= 0 && double.IsFinite(ClipNorm), "0 (no limit) or more");
        Check(nameof(Patience), Patience, Patience >= 0, "0 (never stop early) or more");
        Check(nameof(AverageDecay), AverageDecay, AverageDecay is >= 0 and < 1, "0 (no average) to below 1");
        Check(nameof(Precision), Precision, Precision is Precision.Float32 or Precision.BFloat16, "Float32 or BFloat16 (half precision would need loss scaling)");
        return this;
    }

    private static void Check(string name, object value, bool holds, string allowed)
    {
        if (!holds) throw new ArgumentOutOfRangeException(name, value, $"TrainingOptions.{name} must be {allowed}.");
    }
}

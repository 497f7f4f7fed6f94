using System.Globalization;

namespace Scenes.Training;

/// <summary>The loss stopped being a number.</summary>
public sealed class TrainingDivergedException : ArithmeticException
{
    internal TrainingDivergedException(string model, int epoch, int batch, double learningRate, double loss)
        : base($"{model}: the {(batch == 0 ? "validation " : "")}loss is {loss.ToString(CultureInfo.InvariantCulture)} in epoch {epoch}, "
            + $"{(batch == 0 ? "after all batches" : $"batch {batch}")}, at learning rate {learningRate.ToString("G4", CultureInfo.InvariantCulture)}. "
            + "Try a lower learning rate (a tenth), a longer warm-up, ClipNorm = 1, and inputs scaled to about -2 to 2; check the inputs for NaN.")
    {
        Epoch = epoch;
        Batch = batch;
        LearningRate = learningRate;
    }

    /// <summary>The epoch, counted from 1.</summary>
    public int Epoch { get; }

    /// <summary>The batch of the epoch, counted from 1; 0 where validation found it.</summary>
    public int Batch { get; }

    /// <summary>The learning rate of that step.</summary>
    public double LearningRate { get; }
}

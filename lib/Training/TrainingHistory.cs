namespace Scenes.Training;

/// <summary>All epochs of one training run.</summary>
/// <param name="Model">Name of the trained model.</param>
/// <param name="Epochs">In order, one row each.</param>
/// <param name="BestEpoch">The epoch whose weights were kept, counted from 1; chosen on validation.</param>
public sealed record TrainingHistory(string Model, IReadOnlyList<EpochRecord> Epochs, int BestEpoch)
{
    /// <summary>The row of the kept epoch.</summary>
    public EpochRecord Best => Epochs[BestEpoch - 1];

    /// <summary>Wall time of all epochs, in seconds.</summary>
    public double Seconds => Epochs.Sum(epoch => epoch.Seconds);
}

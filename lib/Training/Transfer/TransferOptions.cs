using Scenes.Features;

namespace Scenes.Training;

/// <summary>What surrounds one <see cref="TransferTrainer.Fit"/>. Of all this only the seed has a say in the result.</summary>
public sealed record TransferOptions
{
    /// <summary>Seed of the head's first weights, order, views and dropout.</summary>
    public long Seed { get; init; }

    /// <summary>Where features are kept; the user's cache where null.</summary>
    public FeatureCache? Cache { get; init; }

    /// <summary>Name, checkpoint and progress of the training by epochs; null for the names of network and recipe alone.</summary>
    public TrainingRun? Run { get; init; }

    /// <summary>Hears how many images of a split and view have their features.</summary>
    public IProgress<ExtractionProgress>? Extraction { get; init; }

    /// <summary>Hears of waiting, of damaged files and of room made in the cache; one sentence each.</summary>
    public Action<string>? Report { get; init; }
}

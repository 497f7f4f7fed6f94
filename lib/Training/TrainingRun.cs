namespace Scenes.Training;

/// <summary>What surrounds a training run and has no say in its result; for its checkpoint, also which recipe it belongs to.</summary>
/// <param name="Model">Name of the model, in the history, messages and errors.</param>
public sealed record TrainingRun(string Model)
{
    /// <summary>
    /// Where every finished epoch is kept, so that the run continues after an interruption and a finished run is not repeated. Null: nowhere.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Whether a checkpoint that is already there is ignored and replaced.</summary>
    public bool Restart { get; init; }

    /// <summary>Told of every batch and epoch, such as a <see cref="ProgressLine"/>. Called on the training thread.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>The recipe that made the network, where one did; its checkpoint is refused by another recipe.</summary>
    internal CnnIdentity? CnnRecipe { get; init; }

    /// <summary>The recipe that carries a pretrained network over, where one does; its checkpoint is refused by another recipe.</summary>
    internal Recipe? TransferRecipe { get; init; }
}

namespace Scenes.Training;

/// <summary>How a training run ended. The weights of the best epoch are in the network.</summary>
/// <param name="History">All epochs, those before an interruption included.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="ResumedFrom">Epochs that came from a checkpoint; 0 for a run from the start.</param>
public sealed record TrainingResult(TrainingHistory History, TrainingEnding Ending, int ResumedFrom);

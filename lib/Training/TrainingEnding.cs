namespace Scenes.Training;

/// <summary>Why a training run ended.</summary>
public enum TrainingEnding
{
    /// <summary>All epochs are done.</summary>
    Completed,

    /// <summary>Validation did not improve for as many epochs as patience allows.</summary>
    StoppedEarly,

    /// <summary>The caller cancelled; the best weights so far were kept.</summary>
    Cancelled,
}

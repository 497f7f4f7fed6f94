namespace Scenes.Training;

/// <summary>How the learning rate moves over the steps of a run.</summary>
public enum LearningRateSchedule
{
    /// <summary>The same rate throughout, after the warm-up.</summary>
    Constant,

    /// <summary>Linear warm-up from a 25th of the rate, then half a cosine down to 0.</summary>
    Cosine,

    /// <summary>
    /// One cycle (Super-Convergence, arXiv:1708.07120): cosine up from a 25th of the rate, then cosine down to a 250,000th. As in PyTorch a run of one step, or one without
    /// warm-up, never has the whole rate.
    /// </summary>
    OneCycle,
}

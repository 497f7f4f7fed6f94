namespace Scenes.Ensembles;

/// <summary>What greedy selection maximises on validation.</summary>
public enum SelectionCriterion
{
    /// <summary>Share of images predicted right.</summary>
    Accuracy,

    /// <summary>Mean of ln of the true class's probability: finer steps than accuracy, and calibration counts.</summary>
    LogLikelihood,
}

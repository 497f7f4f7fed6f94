namespace Scenes.Evaluation;

/// <summary>A number that a confusion matrix gives.</summary>
public enum Metric
{
    /// <summary>Share of images predicted right, 0 to 1.</summary>
    Accuracy,

    /// <summary>Unweighted mean of the classes' F1, 0 to 1; a class without image and prediction counts as 0.</summary>
    MacroF1,

    /// <summary>Cohen's kappa: agreement beyond chance, -1 to 1; 0 where chance alone already agrees always.</summary>
    Kappa,

    /// <summary>Matthews correlation of K classes (Gorodkin 2004), -1 to 1; 0 where a row or column holds everything.</summary>
    Matthews,
}

namespace Scenes.Evaluation;

/// <summary>Bootstrap intervals of one model.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Accuracy">Share of images predicted right.</param>
/// <param name="MacroF1">Unweighted mean of the classes' F1.</param>
/// <param name="Kappa">Cohen's kappa.</param>
/// <param name="Matthews">Matthews correlation.</param>
public sealed record ModelIntervals(
    string Model, StatisticalResult Accuracy, StatisticalResult MacroF1, StatisticalResult Kappa, StatisticalResult Matthews);

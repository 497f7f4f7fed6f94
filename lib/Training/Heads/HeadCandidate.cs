namespace Scenes.Training;

/// <summary>One setting that <see cref="HeadSearch"/> tried, and what validation said of it.</summary>
/// <param name="L2">L2 of a head that is fitted exactly, weight decay of the two-layer head.</param>
/// <param name="LearningRate">Highest learning rate; null for heads that are fitted exactly, which need none.</param>
/// <param name="ValidationLoss">Mean cross-entropy in nats; what the choice is made by.</param>
/// <param name="ValidationAccuracy">0 to 1.</param>
/// <param name="Seconds">Time of the fit.</param>
public sealed record HeadCandidate(double L2, double? LearningRate, double ValidationLoss, double ValidationAccuracy, double Seconds);

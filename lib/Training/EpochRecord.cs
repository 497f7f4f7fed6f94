namespace Scenes.Training;

/// <summary>What one epoch of training measured.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean over the images seen while training, in nats.</param>
/// <param name="TrainAccuracy">Share of training images predicted right while training, 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross-entropy over the validation images, in nats.</param>
/// <param name="ValidationAccuracy">Share of validation images predicted right, 0 to 1.</param>
/// <param name="LearningRate">At the end of the epoch.</param>
/// <param name="Seconds">Wall time of training and validation.</param>
public sealed record EpochRecord(
    int Epoch, double TrainLoss, double TrainAccuracy, double ValidationLoss, double ValidationAccuracy, double LearningRate, double Seconds);

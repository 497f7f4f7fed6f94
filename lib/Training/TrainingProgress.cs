namespace Scenes.Training;

/// <summary>How far a training run is.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Epoch">The running epoch, counted from 1.</param>
/// <param name="Epochs">Epochs of the whole run, at most.</param>
/// <param name="Batch">Batches done in this epoch.</param>
/// <param name="Batches">Batches of an epoch.</param>
/// <param name="Loss">Mean training loss over the epoch so far, in nats.</param>
/// <param name="Accuracy">Training accuracy over the epoch so far, 0 to 1; of blended images, whether the larger share is recognised.</param>
/// <param name="ImagesPerSecond">Training images per second in this epoch, validation left out.</param>
/// <param name="TimeLeft">Until the last epoch at the present speed; early stopping may end the run sooner.</param>
/// <param name="Finished">The epoch's record once it is validated; null before.</param>
/// <param name="IsBest">Whether the finished epoch is the best so far.</param>
public sealed record TrainingProgress(
    string Model, int Epoch, int Epochs, int Batch, int Batches, double Loss, double Accuracy, double ImagesPerSecond, TimeSpan TimeLeft,
    EpochRecord? Finished, bool IsBest);

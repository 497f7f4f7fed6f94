namespace Scenes.Evaluation;

/// <summary>The images that a saved model was made from, by content and not by name.</summary>
/// <param name="Name">Name of the folder or list.</param>
/// <param name="SplitId">Identifies classes, labels and split; see <see cref="Data.SceneDataset.SplitId"/>.</param>
/// <param name="Train">Number of training images.</param>
/// <param name="TrainHash">Hash of their content hashes in order.</param>
/// <param name="Validation">Number of validation images.</param>
/// <param name="ValidationHash">Hash of their content hashes in order.</param>
/// <param name="Test">Number of test images that were evaluated; 0 where none were.</param>
/// <param name="TestHash">Hash of their content hashes in order; empty where none were evaluated.</param>
public sealed record ModelCardData(
    string Name, string SplitId, int Train, string TrainHash, int Validation, string ValidationHash, int Test, string TestHash);

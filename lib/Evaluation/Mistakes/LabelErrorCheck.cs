namespace Scenes.Evaluation;

/// <summary>Suspected label errors held against files whose labels are known to be doubtful.</summary>
/// <param name="Suspected">Number of images suspected.</param>
/// <param name="Known">Number of images known to be doubtful that the predictions cover.</param>
/// <param name="Hits">Number of images that are both.</param>
/// <param name="Precision">Hits among the suspected, with its Wilson interval; null where none is suspected or none is known, so that nothing could be found.</param>
/// <param name="Recall">Hits among the known, with its Wilson interval; null where none is known.</param>
public sealed record LabelErrorCheck(int Suspected, int Known, int Hits, StatisticalResult? Precision, StatisticalResult? Recall);

namespace Scenes.Evaluation;

/// <summary>How well a recipe does with a given number of training images.</summary>
/// <param name="Size">Number of training images.</param>
/// <param name="Runs">The repetitions with other subsets and seeds.</param>
public sealed record TrainingSizePoint(int Size, RepeatedRuns Runs)
{
    /// <summary>The mean over the repetitions, which says of how many training images it is.</summary>
    public StatisticalResult Result => Runs.Result with
    {
        Quantity = $"{Runs.Result.Quantity} with {Size} training images",
        Sentence = $"{Size} training images: {Runs.Result.Sentence}",
    };
}

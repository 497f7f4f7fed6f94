namespace Scenes.Evaluation;

/// <summary>How well one class was found, or the average over classes.</summary>
/// <param name="Name">The class, or <c>macro average</c> or <c>weighted average</c>.</param>
/// <param name="Support">Number of images whose true class it is; for an average, of all images.</param>
/// <param name="Precision">Right among those predicted as this class, 0 to 1; 0 where the class was never predicted.</param>
/// <param name="Recall">Right among those that are this class, 0 to 1; 0 where there is no such image.</param>
/// <param name="F1">Harmonic mean of precision and recall, 0 to 1; 0 where both are 0.</param>
public sealed record ClassScore(string Name, int Support, double Precision, double Recall, double F1)
{
    /// <summary>Wilson's 95 % interval of <see cref="Precision"/>; null for an average and where the class was never predicted.</summary>
    public StatisticalResult? PrecisionInterval { get; init; }

    /// <summary>Wilson's 95 % interval of <see cref="Recall"/>; null for an average and where there is no such image.</summary>
    public StatisticalResult? RecallInterval { get; init; }
}

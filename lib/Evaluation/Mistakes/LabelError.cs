namespace Scenes.Evaluation;

/// <summary>An image whose label is likely wrong.</summary>
/// <param name="Image">Index of the image.</param>
/// <param name="File">Name of the image.</param>
/// <param name="Label">The class index it is labelled as.</param>
/// <param name="Suggested">The class index it more likely is.</param>
/// <param name="LabelProbability">Out-of-fold probability of the label, 0 to 1.</param>
/// <param name="SuggestedProbability">Out-of-fold probability of the suggested class, 0 to 1.</param>
public sealed record LabelError(int Image, string File, int Label, int Suggested, double LabelProbability, double SuggestedProbability)
{
    /// <summary>How much more probable the suggested class is; the list is in this order.</summary>
    public double Margin => SuggestedProbability - LabelProbability;
}

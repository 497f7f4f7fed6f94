namespace Scenes.Evaluation;

/// <summary>Features laid out in the plane, for the eye.</summary>
/// <param name="Method">How, with its settings, such as <c>PCA</c> or <c>t-SNE (perplexity 30, 1000 steps)</c>.</param>
/// <param name="Points">N x 2 coordinates, in the order of the features.</param>
/// <param name="Note">What the axes and distances mean, in one plain sentence.</param>
public sealed record FeatureProjection(string Method, double[,] Points, string Note)
{
    /// <summary>Number of points.</summary>
    public int Count => Points.GetLength(0);
}

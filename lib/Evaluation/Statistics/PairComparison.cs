namespace Scenes.Evaluation;

/// <summary>Two of several models compared.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The second model.</param>
/// <param name="Test">The exact McNemar test, unadjusted.</param>
/// <param name="AdjustedP">Its p value after Holm's adjustment over all pairs.</param>
/// <param name="Differs">Whether the adjusted p value is below the level of significance.</param>
/// <param name="Sentence">The result in one plain sentence.</param>
public sealed record PairComparison(string First, string Second, StatisticalResult Test, double AdjustedP, bool Differs, string Sentence);

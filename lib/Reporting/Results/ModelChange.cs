using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>One model on one split in two runs.</summary>
/// <param name="Notebook">The notebook that measured it.</param>
/// <param name="Model">Name of the model.</param>
/// <param name="Split">The images it was measured on.</param>
/// <param name="Before">Its row in the first run; null where that has none.</param>
/// <param name="After">Its row in the second run; null where that has none.</param>
/// <param name="Test">
/// The exact McNemar test on the images that both runs predicted, where these are most; else an interval of the difference. Null where one run lacks the model or
/// all answers are the same.
/// </param>
/// <param name="AdjustedP">The p value of the test after Holm's adjustment over all tests of the comparison; null for an interval.</param>
/// <param name="Verdict">What came of it, in a few words.</param>
public sealed record ModelChange(
    string Notebook, string Model, SceneSplit Split, MetricsRow? Before, MetricsRow? After, StatisticalResult? Test, double? AdjustedP, string Verdict)
{
    /// <summary>Whether the accuracies differ by more than chance explains.</summary>
    public bool IsMoreThanChance => Test is { } test && (AdjustedP is { } p ? p < 1 - test.Confidence : test.Low > 0 || test.High < 0);
}

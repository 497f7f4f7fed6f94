using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>Two of several models compared.</summary>
/// <param name="First">The first model.</param>
/// <param name="Second">The second model.</param>
/// <param name="Outcomes">How often which of the two was right.</param>
/// <param name="Test">The exact McNemar test, unadjusted.</param>
/// <param name="AdjustedP">Its p value after Holm's adjustment over all pairs.</param>
/// <param name="Differs">Whether the adjusted p value is below the level of significance.</param>
/// <param name="Sentence">The result in one plain sentence.</param>
public sealed record PairComparison(
    string First, string Second, PairedOutcomes Outcomes, StatisticalResult Test, double AdjustedP, bool Differs, string Sentence)
{
    /// <summary>The test with the adjusted p value and the sentence that belongs to it, to be stored or shown. The interval is that of this pair alone.</summary>
    public StatisticalResult Result => Test with { Name = $"{Test.Name}, p adjusted by Holm, interval not", P = AdjustedP, Sentence = Sentence };

    /// <summary>Tests pairs of models and adjusts the p values for the number of pairs.</summary>
    /// <param name="pairs">The pairs; both models of a pair speak of the same images.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <returns>One for each pair, in the same order.</returns>
    /// <exception cref="ArgumentException">A pair has no image, or its models speak of different images.</exception>
    public static IReadOnlyList<PairComparison> Of(IReadOnlyList<(Predictions First, Predictions Second)> pairs, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        PairedOutcomes[] outcomes = [.. pairs.Select(pair => PairedOutcomes.Of(pair.First, pair.Second))];
        StatisticalResult[] tests = [.. pairs.Zip(outcomes, (pair, counts) => McNemar.Exact(counts, pair.First.Model, pair.Second.Model, confidence))];
        double[] adjusted = Holm.Adjust([.. tests.Select(test => test.P!.Value)]);
        return [.. pairs.Select((pair, i) => Compare(pair.First.Model, pair.Second.Model, outcomes[i], tests[i], adjusted[i], pairs.Count))];
    }

    private static PairComparison Compare(string first, string second, PairedOutcomes outcomes, StatisticalResult test, double adjusted, int pairs)
    {
        bool differs = adjusted < 1 - test.Confidence;
        string verdict = !differs ? $"{first} and {second} cannot be told apart"
            : test.Estimate > 0 ? $"{second} is better than {first}" : $"{first} is better than {second}";
        return new PairComparison(first, second, outcomes, test, adjusted, differs, string.Create(CultureInfo.InvariantCulture,
            $"{verdict} (difference {StatisticalResult.Signed(test.Estimate)} on {test.N} images; exact McNemar, Holm over {pairs} pair(s), {StatisticalResult.PValue(adjusted)})."));
    }
}

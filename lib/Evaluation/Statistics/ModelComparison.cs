using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>Several models on the same images: one test of all, then every pair.</summary>
/// <param name="Overall">Cochran's Q.</param>
/// <param name="Pairs">Exact McNemar tests with Holm's adjustment, in the order (0, 1), (0, 2), … (1, 2), ….</param>
public sealed record ModelComparison(StatisticalResult Overall, IReadOnlyList<PairComparison> Pairs)
{
    /// <summary>Compares the models.</summary>
    /// <param name="models">Two or more models on the same images.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, no image, or the models speak of different images.</exception>
    public static ModelComparison Of(IReadOnlyList<Predictions> models, double confidence = 0.95)
    {
        StatisticalResult overall = CochranQ.Test(models, confidence);
        (int First, int Second)[] pairs = [.. Evaluation.Pairs.Of(models.Count)];
        StatisticalResult[] tests = [.. pairs.Select(pair => McNemar.Exact(models[pair.First], models[pair.Second], confidence))];
        double[] adjusted = Holm.Adjust([.. tests.Select(test => test.P!.Value)]);
        return new ModelComparison(overall, [.. pairs.Select((pair, i) => Compare(models[pair.First], models[pair.Second], tests[i], adjusted[i], pairs.Length, confidence))]);
    }

    private static PairComparison Compare(Predictions first, Predictions second, StatisticalResult test, double adjusted, int pairs, double confidence)
    {
        bool differs = adjusted < 1 - confidence;
        string verdict = !differs ? $"{first.Model} and {second.Model} cannot be told apart"
            : test.Estimate > 0 ? $"{second.Model} is better than {first.Model}" : $"{first.Model} is better than {second.Model}";
        return new PairComparison(first.Model, second.Model, test, adjusted, differs, string.Create(CultureInfo.InvariantCulture,
            $"{verdict} (difference {StatisticalResult.Signed(test.Estimate)} on {test.N} images; exact McNemar, Holm over {pairs} pair(s), {StatisticalResult.PValue(adjusted)})."));
    }
}

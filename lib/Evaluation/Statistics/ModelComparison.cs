namespace Scenes.Evaluation;

/// <summary>Several models on the same images: one test of all, then every pair.</summary>
/// <param name="Overall">Cochran's Q.</param>
/// <param name="Pairs">Exact McNemar tests with Holm's adjustment, in the order (0, 1), (0, 2), … (1, 2), ….</param>
public sealed record ModelComparison(StatisticalResult Overall, IReadOnlyList<PairComparison> Pairs)
{
    /// <summary>The test of all, then that of every pair with its adjusted p value: what a verdict may rest on, and what is stored.</summary>
    public IReadOnlyList<StatisticalResult> Results => [Overall, .. Pairs.Select(pair => pair.Result)];

    /// <summary>Compares the models.</summary>
    /// <param name="models">Two or more models on the same images.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, no image, or the models speak of different images.</exception>
    public static ModelComparison Of(IReadOnlyList<Predictions> models, double confidence = 0.95)
    {
        StatisticalResult overall = CochranQ.Test(models, confidence);
        return new ModelComparison(overall, PairComparison.Of([.. Evaluation.Pairs.Of(models.Count).Select(pair => (models[pair.First], models[pair.Second]))], confidence));
    }
}

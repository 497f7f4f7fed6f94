using System.Globalization;

namespace Scenes.Evaluation;

/// <summary>Cochran's Q: whether several models on the same images are right equally often. With two models it is McNemar's test without correction.</summary>
public static class CochranQ
{
    /// <summary>Tests all models at once. The quantity is the range of accuracies; the test has no interval.</summary>
    /// <param name="models">Two or more models on the same images.</param>
    /// <param name="confidence">1 minus the level of significance, for the sentence.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, no image, or the models speak of different images.</exception>
    public static StatisticalResult Test(IReadOnlyList<Predictions> models, double confidence = 0.95)
    {
        SameImages.Require(models);
        Proportions.CheckConfidence(confidence);
        if (models.Count < 2 || models[0].Count == 0)
            throw new ArgumentException($"{models.Count} model(s) and {models[0].Count} images; the test needs two models and one image at least.", nameof(models));
        double q = Statistic(models);
        double p = McNemar.ChiSquareTail(models.Count - 1, q);
        double[] accuracies = [.. models.Select(model => model.Accuracy)];
        string verdict = p < 1 - confidence ? "differ in accuracy" : "cannot be told apart by accuracy";
        return new StatisticalResult
        {
            Name = "Cochran's Q test",
            Quantity = "highest minus lowest accuracy",
            N = models[0].Count,
            Estimate = accuracies.Max() - accuracies.Min(),
            Statistic = q,
            StatisticName = string.Create(CultureInfo.InvariantCulture, $"chi-square with {models.Count - 1} degrees of freedom"),
            P = p,
            Confidence = confidence,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"The {models.Count} models {verdict} on {models[0].Count} images: {StatisticalResult.Share(accuracies.Min())} to "
                + $"{StatisticalResult.Share(accuracies.Max())} (Cochran's Q = {q:0.####}, {StatisticalResult.PValue(p)})."),
        };
    }

    private static double Statistic(IReadOnlyList<Predictions> models)
    {
        long[] perModel = new long[models.Count];
        long sum = 0, squares = 0;
        for (int image = 0; image < models[0].Count; image++)
        {
            int right = 0;
            for (int m = 0; m < models.Count; m++)
            {
                if (models[m].Predicted[image] != models[m].Labels[image]) continue;
                perModel[m]++;
                right++;
            }
            sum += right;
            squares += (long)right * right;
        }
        double denominator = (double)models.Count * sum - squares;
        double spread = models.Count * perModel.Sum(right => (double)right * right) - (double)sum * sum;
        return denominator == 0 ? 0 : (models.Count - 1) * spread / denominator;
    }
}

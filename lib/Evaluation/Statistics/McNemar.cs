using System.Globalization;
using MathNet.Numerics;

namespace Scenes.Evaluation;

/// <summary>McNemar's test: whether two models on the same images are right equally often.</summary>
public static class McNemar
{
    /// <summary>The exact, two-sided binomial test on the images that only one model got right.</summary>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model, on the same images.</param>
    /// <param name="confidence">Coverage of the interval of the difference.</param>
    /// <exception cref="ArgumentException">The models speak of different images, or there is none.</exception>
    public static StatisticalResult Exact(Predictions first, Predictions second, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Exact(PairedOutcomes.Of(first, second), first.Model, second.Model, confidence);
    }

    /// <summary>The exact test from counts.</summary>
    /// <param name="outcomes">How often which model was right.</param>
    /// <param name="first">Name of the first model.</param>
    /// <param name="second">Name of the second model.</param>
    /// <param name="confidence">Coverage of the interval of the difference.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static StatisticalResult Exact(PairedOutcomes outcomes, string first = "the first model", string second = "the second model", double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        int fewer = Math.Min(outcomes.OnlyFirst, outcomes.OnlySecond);
        return Result("exact McNemar test", outcomes, first, second, confidence, fewer,
            $"the smaller of the {outcomes.OnlyFirst} and {outcomes.OnlySecond} images that only one model got right", ExactP(fewer, outcomes.Discordant));
    }

    /// <summary>The chi-square test with Edwards' continuity correction.</summary>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model, on the same images.</param>
    /// <param name="confidence">Coverage of the interval of the difference.</param>
    /// <exception cref="ArgumentException">The models speak of different images, or there is none.</exception>
    public static StatisticalResult Corrected(Predictions first, Predictions second, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        return Corrected(PairedOutcomes.Of(first, second), first.Model, second.Model, confidence);
    }

    /// <summary>The corrected test from counts. Equal counts have statistic 0.</summary>
    /// <param name="outcomes">How often which model was right.</param>
    /// <param name="first">Name of the first model.</param>
    /// <param name="second">Name of the second model.</param>
    /// <param name="confidence">Coverage of the interval of the difference.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static StatisticalResult Corrected(PairedOutcomes outcomes, string first = "the first model", string second = "the second model", double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(outcomes);
        double distance = Math.Max(0, Math.Abs(outcomes.OnlyFirst - outcomes.OnlySecond) - 1);
        double chiSquare = outcomes.Discordant == 0 ? 0 : distance * distance / outcomes.Discordant;
        return Result("corrected McNemar test", outcomes, first, second, confidence, chiSquare, "chi-square with 1 degree of freedom", ChiSquareTail(1, chiSquare));
    }

    /// <summary>Two-sided probability of at most this few of n fair coins on one side.</summary>
    internal static double ExactP(int fewer, int n) =>
        2 * fewer >= n ? 1 : Math.Min(1, 2 * SpecialFunctions.BetaRegularized(n - fewer, fewer + 1, 0.5));

    /// <summary>Upper tail without the loss of 1 - CDF.</summary>
    internal static double ChiSquareTail(double freedom, double value) => value <= 0 ? 1 : SpecialFunctions.GammaUpperRegularized(freedom / 2, value / 2);

    private static StatisticalResult Result(string name, PairedOutcomes outcomes, string first, string second, double confidence, double statistic,
        string statisticName, double p)
    {
        Proportions.CheckConfidence(confidence);
        if (outcomes.Count == 0) throw new ArgumentException($"{first} and {second} share no image; a test needs at least one.", nameof(outcomes));
        (double low, double high) = outcomes.DifferenceInterval(confidence);
        bool differs = p < 1 - confidence;
        string better = outcomes.OnlySecond > outcomes.OnlyFirst ? $"{second} is right more often than {first}" : $"{first} is right more often than {second}";
        string verdict = differs ? better : $"{first} and {second} cannot be told apart";
        return new StatisticalResult
        {
            Name = name,
            Quantity = $"accuracy of {second} minus {first}",
            N = outcomes.Count,
            Estimate = outcomes.Difference,
            Statistic = statistic,
            StatisticName = statisticName,
            P = p,
            Confidence = confidence,
            Low = low,
            High = high,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"{verdict}: on {outcomes.Count} images only {first} is right on {outcomes.OnlyFirst} and only {second} on "
                + $"{outcomes.OnlySecond} ({name}, {StatisticalResult.PValue(p)}; difference {StatisticalResult.Signed(outcomes.Difference)}, "
                + $"{StatisticalResult.Percent(confidence)} interval {StatisticalResult.Signed(low)} to {StatisticalResult.Signed(high)})."),
        };
    }
}

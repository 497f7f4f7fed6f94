using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Scenes.Evaluation;

/// <summary>What a test set of a given size can show.</summary>
public static class DetectableDifference
{
    /// <summary>
    /// The smallest difference of accuracy between two models that the exact McNemar test finds with the given power. Computed from the
    /// binomial distributions themselves, not from a normal approximation.
    /// </summary>
    /// <param name="n">Number of images both models predict, 1 or more.</param>
    /// <param name="disagreement">Share of images that exactly one of the two gets right, between 0 and 1; see <see cref="PairedOutcomes.Discordant"/>.</param>
    /// <param name="power">Probability of finding the difference, between 0 and 1.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <returns>The difference in <see cref="StatisticalResult.Estimate"/>; NaN where even a one-sided disagreement is not found.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static StatisticalResult OfPair(int n, double disagreement, double power = 0.8, double confidence = 0.95)
    {
        if (n < 1) throw new ArgumentOutOfRangeException(nameof(n), n, "Allowed: 1 or more.");
        Share(disagreement, nameof(disagreement));
        Share(power, nameof(power));
        Proportions.CheckConfidence(confidence);
        (int least, int[] critical) = CriticalCounts(n, disagreement, 1 - confidence);
        double low = 0, high = disagreement;
        bool possible = Power(n, disagreement, high, least, critical) >= power;
        for (int step = 0; possible && step < 50; step++)
        {
            double middle = (low + high) / 2;
            if (Power(n, disagreement, middle, least, critical) >= power) high = middle;
            else low = middle;
        }
        double difference = possible ? high : double.NaN;
        string verdict = possible
            ? string.Create(CultureInfo.InvariantCulture,
                $"the smallest difference of accuracy found with {StatisticalResult.Percent(power)} power is {StatisticalResult.Share(difference)}, about {difference * n:0.#} images")
            : $"no difference of accuracy is found with {StatisticalResult.Percent(power)} power";
        return new StatisticalResult
        {
            Name = "smallest detectable difference (exact McNemar test)",
            Quantity = "difference of accuracy",
            N = n,
            Estimate = difference,
            Confidence = confidence,
            Sentence = string.Create(CultureInfo.InvariantCulture,
                $"With {n} images, two models that differ in correctness on {StatisticalResult.Percent(disagreement)} of them, and a level of {1 - confidence:0.####}, {verdict}."),
        };
    }

    /// <summary>The probability that the exact McNemar test finds a difference.</summary>
    /// <param name="n">Number of images, 1 or more.</param>
    /// <param name="disagreement">Share of images that exactly one of the two gets right, between 0 and 1.</param>
    /// <param name="difference">True difference of accuracy, 0 to <paramref name="disagreement"/>.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static double PowerOfPair(int n, double disagreement, double difference, double confidence = 0.95)
    {
        if (n < 1) throw new ArgumentOutOfRangeException(nameof(n), n, "Allowed: 1 or more.");
        Share(disagreement, nameof(disagreement));
        Proportions.CheckConfidence(confidence);
        if (!(difference >= 0 && difference <= disagreement))
            throw new ArgumentOutOfRangeException(nameof(difference), difference, string.Create(CultureInfo.InvariantCulture, $"Allowed: 0 to the disagreement, {disagreement}."));
        (int least, int[] critical) = CriticalCounts(n, disagreement, 1 - confidence);
        return Power(n, disagreement, difference, least, critical);
    }

    /// <summary>For each number of discordant images that may occur, the largest smaller count that is significant; -1 for none.</summary>
    private static (int Least, int[] Critical) CriticalCounts(int n, double disagreement, double level)
    {
        // Outside ten standard deviations there is less than 1e-20 of probability.
        double reach = 10 * Math.Sqrt(n * disagreement * (1 - disagreement)) + 10;
        int least = (int)Math.Max(0, n * disagreement - reach), most = (int)Math.Min(n, n * disagreement + reach);
        int[] critical = new int[most - least + 1];
        int count = -1;
        for (int m = least; m <= most; m++)
        {
            // One more discordant image raises the critical count by one at most.
            while (2 * (count + 1) < m && McNemar.ExactP(count + 1, m) < level) count++;
            critical[m - least] = count;
        }
        return (least, critical);
    }

    private static double Power(int n, double disagreement, double difference, int least, int[] critical)
    {
        double better = (disagreement + difference) / (2 * disagreement), sum = 0;
        for (int i = 0; i < critical.Length; i++)
        {
            int m = least + i, k = critical[i];
            if (k < 0) continue;
            double chance = Binomial.PMF(disagreement, n, m);
            if (chance < 1e-18) continue;
            sum += chance * (AtMost(k, m, 1 - better) + AtMost(k, m, better));
        }
        return sum;
    }

    private static double AtMost(int k, int m, double p) => p <= 0 ? 1 : p >= 1 ? 0 : SpecialFunctions.BetaRegularized(m - k, k + 1, 1 - p);

    private static void Share(double value, string name)
    {
        if (!(value > 0 && value < 1)) throw new ArgumentOutOfRangeException(name, value, "Allowed: between 0 and 1.");
    }
}

using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Scenes.Evaluation;

/// <summary>Intervals and tests of one share, such as an accuracy.</summary>
public static class Proportions
{
    /// <summary>Wilson's score interval: close to its nominal coverage also for shares near 0 and 1.</summary>
    /// <param name="correct">Number of successes, 0 to <paramref name="n"/>.</param>
    /// <param name="n">Number of trials, 1 or more.</param>
    /// <param name="confidence">Coverage, between 0 and 1.</param>
    /// <param name="quantity">What the share measures, for the sentence.</param>
    /// <returns>The share with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static StatisticalResult Wilson(int correct, int n, double confidence = 0.95, string quantity = "accuracy")
    {
        Check(correct, n, confidence);
        double z = Normal.InvCDF(0, 1, (1 + confidence) / 2), share = (double)correct / n;
        double denominator = 1 + z * z / n, centre = (share + z * z / (2 * n)) / denominator;
        double half = z * Math.Sqrt(share * (1 - share) / n + z * z / (4.0 * n * n)) / denominator;
        // At the borders centre and half are equal in exact arithmetic.
        double low = correct == 0 ? 0 : centre - half, high = correct == n ? 1 : centre + half;
        return Interval("Wilson interval", correct, n, confidence, quantity, low, high);
    }

    /// <summary>The exact interval of Clopper and Pearson: at least its nominal coverage, and wider than Wilson's.</summary>
    /// <param name="correct">Number of successes, 0 to <paramref name="n"/>.</param>
    /// <param name="n">Number of trials, 1 or more.</param>
    /// <param name="confidence">Coverage, between 0 and 1.</param>
    /// <param name="quantity">What the share measures, for the sentence.</param>
    /// <returns>The share with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static StatisticalResult ClopperPearson(int correct, int n, double confidence = 0.95, string quantity = "accuracy")
    {
        Check(correct, n, confidence);
        double tail = (1 - confidence) / 2;
        return Interval("Clopper-Pearson interval", correct, n, confidence, quantity, LowerLimit(correct, n, tail), UpperLimit(correct, n, tail));
    }

    /// <summary>The accuracy of one model with its Wilson interval.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <param name="confidence">Coverage, between 0 and 1.</param>
    /// <returns>The accuracy with its interval.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no image, or the confidence is not between 0 and 1.</exception>
    public static StatisticalResult Accuracy(Predictions predictions, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Wilson(predictions.Correct, predictions.Count, confidence, $"accuracy of {predictions.Model}");
    }

    /// <summary>The exact one-sided binomial test: whether a share is above a constant, such as a published accuracy.</summary>
    /// <param name="correct">Number of successes, 0 to <paramref name="n"/>.</param>
    /// <param name="n">Number of trials, 1 or more.</param>
    /// <param name="constant">The constant, between 0 and 1.</param>
    /// <param name="confidence">1 minus the level of significance; the interval reaches from the one-sided Clopper-Pearson limit to 1.</param>
    /// <param name="quantity">What the share measures, for the sentence.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static StatisticalResult AboveConstant(int correct, int n, double constant, double confidence = 0.95, string quantity = "accuracy")
    {
        Check(correct, n, confidence);
        if (!(constant > 0 && constant < 1)) throw new ArgumentOutOfRangeException(nameof(constant), constant, "Allowed: between 0 and 1, such as 0.85.");
        double p = correct == 0 ? 1 : SpecialFunctions.BetaRegularized(correct, n - correct + 1, constant);
        double share = (double)correct / n, low = LowerLimit(correct, n, 1 - confidence);
        string verdict = p < 1 - confidence ? "is above" : "is not shown to be above";
        return new StatisticalResult
        {
            Name = "exact one-sided binomial test",
            Quantity = quantity,
            N = n,
            Estimate = share,
            Statistic = correct,
            StatisticName = "number of right answers",
            P = p,
            Confidence = confidence,
            Low = low,
            High = 1,
            Sentence = string.Create(CultureInfo.InvariantCulture, $"The {quantity} of {StatisticalResult.Share(share)} ({correct} of {n} images) {verdict} {constant:0.####} "
                + $"(exact one-sided binomial test, {StatisticalResult.PValue(p)}; at least {StatisticalResult.Share(low)} with {StatisticalResult.Percent(confidence)} confidence)."),
        };
    }

    /// <summary>Whether a model's accuracy is above a constant, such as a published accuracy.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <param name="constant">The constant, between 0 and 1.</param>
    /// <param name="confidence">1 minus the level of significance.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no image, or a value is outside its range.</exception>
    public static StatisticalResult AboveConstant(Predictions predictions, double constant, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return AboveConstant(predictions.Correct, predictions.Count, constant, confidence, $"accuracy of {predictions.Model}");
    }

    /// <summary>
    /// The difference of two shares of different images, second minus first, with Newcombe's interval ("Interval estimation for the difference between
    /// independent proportions: comparison of eleven methods", 1998, method 10). For the same images use <see cref="McNemar"/>: it sees more.
    /// </summary>
    /// <param name="first">Successes and trials of the first.</param>
    /// <param name="second">Successes and trials of the second.</param>
    /// <param name="confidence">Coverage, between 0 and 1.</param>
    /// <param name="quantity">What the difference measures, for the sentence.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public static StatisticalResult Difference(
        (int Correct, int N) first, (int Correct, int N) second, double confidence = 0.95, string quantity = "difference of accuracy")
    {
        StatisticalResult one = Wilson(first.Correct, first.N, confidence), two = Wilson(second.Correct, second.N, confidence);
        double difference = two.Estimate - one.Estimate;
        static double Reach(double a, double b) => Math.Sqrt(a * a + b * b);
        double low = difference - Reach(two.Estimate - two.Low!.Value, one.High!.Value - one.Estimate);
        double high = difference + Reach(two.High!.Value - two.Estimate, one.Estimate - one.Low!.Value);
        string verdict = low > 0 || high < 0 ? "is more than chance" : "may be chance";
        return new StatisticalResult
        {
            Name = "Newcombe interval",
            Quantity = quantity,
            N = first.N + second.N,
            Estimate = difference,
            Confidence = confidence,
            Low = low,
            High = high,
            Sentence = $"The {quantity} of {StatisticalResult.Signed(difference)} {verdict} ({first.Correct} of {first.N} and {second.Correct} of {second.N} other images; "
                + $"{StatisticalResult.Percent(confidence)} Newcombe interval {StatisticalResult.Signed(low)} to {StatisticalResult.Signed(high)}).",
        };
    }

    internal static double LowerLimit(int correct, int n, double tail) => correct == 0 ? 0 : Beta.InvCDF(correct, n - correct + 1, tail);

    internal static double UpperLimit(int correct, int n, double tail) => correct == n ? 1 : Beta.InvCDF(correct + 1, n - correct, 1 - tail);

    internal static void Check(int correct, int n, double confidence)
    {
        if (n < 1) throw new ArgumentOutOfRangeException(nameof(n), n, "A share needs at least one image.");
        if (correct < 0 || correct > n)
            throw new ArgumentOutOfRangeException(nameof(correct), correct, $"The number of right answers is between 0 and {n}.");
        CheckConfidence(confidence);
    }

    internal static void CheckConfidence(double confidence)
    {
        if (!(confidence > 0 && confidence < 1))
            throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Allowed: between 0 and 1, such as 0.95.");
    }

    private static StatisticalResult Interval(string name, int correct, int n, double confidence, string quantity, double low, double high)
    {
        double share = (double)correct / n;
        return new StatisticalResult
        {
            Name = name,
            Quantity = quantity,
            N = n,
            Estimate = share,
            Confidence = confidence,
            Low = low,
            High = high,
            Sentence = $"The {quantity} is {StatisticalResult.Share(share)} ({correct} of {n} images; {StatisticalResult.Percent(confidence)} {name} "
                + $"{StatisticalResult.Share(low)} to {StatisticalResult.Share(high)}).",
        };
    }
}

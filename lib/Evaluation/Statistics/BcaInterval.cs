using MathNet.Numerics.Distributions;

namespace Scenes.Evaluation;

/// <summary>Efron's bias-corrected and accelerated interval ("Better Bootstrap Confidence Intervals", 1987).</summary>
internal static class BcaInterval
{
    /// <summary>Sums and differences of the same numbers in another order may differ in the last digits and are still a tie.</summary>
    public const double Rounding = 1e-12;

    /// <param name="estimate">The value on the images themselves.</param>
    /// <param name="draws">The value in each draw; put in order here.</param>
    /// <param name="leftOut">The value without one image of pattern p.</param>
    /// <param name="counts">How many images have pattern p.</param>
    /// <param name="confidence">Coverage.</param>
    public static (double Low, double High) Of(double estimate, double[] draws, ReadOnlySpan<double> leftOut, ReadOnlySpan<int> counts, double confidence)
    {
        Array.Sort(draws);
        double bias = Normal.InvCDF(0, 1, ShareBelow(estimate, draws)), acceleration = Acceleration(leftOut, counts);
        double z = Normal.InvCDF(0, 1, (1 + confidence) / 2);
        // Where no draw is as good as the estimate, such as a macro F1 of 1 with an image or two in a class, the corrected levels pass it by.
        return (Math.Min(estimate, Quantile(draws, Level(bias, acceleration, -z))), Math.Max(estimate, Quantile(draws, Level(bias, acceleration, z))));
    }

    private static double Level(double bias, double acceleration, double z) =>
        Normal.CDF(0, 1, bias + (bias + z) / (1 - acceleration * (bias + z)));

    private static double ShareBelow(double estimate, double[] sorted)
    {
        int below = CountBelow(sorted, estimate - Rounding), upTo = CountBelow(sorted, estimate + Rounding);
        double share = (below + upTo) / (2.0 * sorted.Length), least = 0.5 / sorted.Length;
        return Math.Clamp(share, least, 1 - least);
    }

    private static int CountBelow(double[] sorted, double value)
    {
        int low = 0, high = sorted.Length;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (sorted[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static double Acceleration(ReadOnlySpan<double> leftOut, ReadOnlySpan<int> counts)
    {
        double mean = 0, squares = 0, cubes = 0;
        int images = 0;
        for (int p = 0; p < counts.Length; p++)
        {
            mean += counts[p] * leftOut[p];
            images += counts[p];
        }
        mean /= images;
        for (int p = 0; p < counts.Length; p++)
        {
            double distance = mean - leftOut[p];
            squares += counts[p] * distance * distance;
            cubes += counts[p] * distance * distance * distance;
        }
        // Equal values leave only rounding, whose skewness means nothing.
        return squares <= 1e-24 * images ? 0 : cubes / (6 * Math.Pow(squares, 1.5));
    }

    private static double Quantile(double[] sorted, double level)
    {
        double place = level * (sorted.Length - 1);
        int below = (int)place;
        return below + 1 >= sorted.Length ? sorted[^1] : sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]);
    }
}

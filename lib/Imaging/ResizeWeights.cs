using System.Diagnostics;

namespace Scenes.Imaging;

/// <summary>Which input pixels make each output pixel along one axis, with weights of 22 fraction bits that add up to one, as in Pillow.</summary>
internal sealed class ResizeWeights
{
    /// <summary>Fraction bits of a weight: 32 less 8 for the pixel and 2 for the overshoot of the cubic kernel and the sign.</summary>
    public const int FractionBits = 22;

    private ResizeWeights(int outputs, int taps)
    {
        First = new int[outputs];
        Count = new int[outputs];
        Taps = taps;
        Weights = new int[outputs * taps];
    }

    /// <summary>First input pixel of each output pixel.</summary>
    public int[] First { get; }

    /// <summary>How many input pixels each output pixel has.</summary>
    public int[] Count { get; }

    /// <summary>Distance between the weights of two output pixels.</summary>
    public int Taps { get; }

    /// <summary>The weights of output pixel i start at i x <see cref="Taps"/>.</summary>
    public int[] Weights { get; }

    public static ResizeWeights Make(int from, int to, Interpolation interpolation) => interpolation switch
    {
        Interpolation.Nearest => Nearest(from, to),
        Interpolation.Bilinear => Antialiased(from, to, support: 1, Triangle),
        Interpolation.Bicubic => Antialiased(from, to, support: 2, Cubic),
        _ => throw new ArgumentOutOfRangeException(
            nameof(interpolation), interpolation, $"Interpolation is {interpolation}. Allowed: {string.Join(", ", Enum.GetNames<Interpolation>())}."),
    };

    private static ResizeWeights Nearest(int from, int to)
    {
        var weights = new ResizeWeights(to, 1);
        double scale = (double)from / to, at = 0.5 * scale;
        for (int i = 0; i < to; i++, at += scale) // Adding up, not multiplying, rounds as Pillow does.
        {
            weights.First[i] = Math.Min((int)at, from - 1);
            weights.Count[i] = 1;
            weights.Weights[i] = 1 << FractionBits;
        }
        return weights;
    }

    private static ResizeWeights Antialiased(int from, int to, double support, Func<double, double> kernel)
    {
        double scale = (double)from / to, widening = Math.Max(scale, 1), reach = support * widening;
        int taps = (int)Math.Ceiling(reach) * 2 + 1;
        var weights = new ResizeWeights(to, taps);
        Span<double> exact = new double[taps];
        for (int i = 0; i < to; i++)
        {
            double centre = (i + 0.5) * scale, sum = 0;
            int first = Math.Max((int)(centre - reach + 0.5), 0);
            int count = Math.Min((int)(centre + reach + 0.5), from) - first;
            Debug.Assert(count >= 1 && count <= taps);
            for (int k = 0; k < count; k++) sum += exact[k] = kernel((first + k - centre + 0.5) / widening);
            for (int k = 0; k < count; k++)
            {
                double scaled = exact[k] / sum * (1 << FractionBits);
                weights.Weights[i * taps + k] = (int)(scaled < 0 ? scaled - 0.5 : scaled + 0.5);
            }
            (weights.First[i], weights.Count[i]) = (first, count);
        }
        return weights;
    }

    private static double Triangle(double x) => Math.Max(1 - Math.Abs(x), 0);

    // R. Keys, "Cubic Convolution Interpolation for Digital Image Processing" (1981), a = -0.5.
    private static double Cubic(double x)
    {
        const double A = -0.5;
        x = Math.Abs(x);
        if (x < 1) return ((A + 2) * x - (A + 3)) * x * x + 1;
        return x < 2 ? (((x - 5) * x + 8) * x - 4) * A : 0;
    }
}

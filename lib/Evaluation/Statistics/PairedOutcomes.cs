using MathNet.Numerics.Distributions;

namespace Scenes.Evaluation;

/// <summary>How often two models were right on the same images.</summary>
/// <param name="BothRight">Images both got right.</param>
/// <param name="OnlyFirst">Images only the first got right.</param>
/// <param name="OnlySecond">Images only the second got right.</param>
/// <param name="BothWrong">Images both got wrong.</param>
public sealed record PairedOutcomes(int BothRight, int OnlyFirst, int OnlySecond, int BothWrong)
{
    /// <summary>Number of images.</summary>
    public int Count => BothRight + OnlyFirst + OnlySecond + BothWrong;

    /// <summary>Number of images only one of the two got right.</summary>
    public int Discordant => OnlyFirst + OnlySecond;

    /// <summary>Accuracy of the second minus accuracy of the first.</summary>
    public double Difference => (double)(OnlySecond - OnlyFirst) / Count;

    /// <summary>Counts the outcomes of two models.</summary>
    /// <param name="first">The first model.</param>
    /// <param name="second">The second model, on the same images.</param>
    /// <exception cref="ArgumentException">The models speak of different images.</exception>
    public static PairedOutcomes Of(Predictions first, Predictions second)
    {
        SameImages.Require([first, second]);
        Span<int> counts = stackalloc int[4];
        for (int image = 0; image < first.Count; image++)
        {
            bool one = first.Predicted[image] == first.Labels[image], two = second.Predicted[image] == first.Labels[image];
            counts[(one ? 0 : 2) + (two ? 0 : 1)]++;
        }
        return new PairedOutcomes(counts[0], counts[1], counts[2], counts[3]);
    }

    /// <summary>
    /// Interval of <see cref="Difference"/> by Bonett and Price ("Adjusted Wald Confidence Interval for a Difference of Binomial Proportions
    /// Based on Paired Data", 2012).
    /// </summary>
    internal (double Low, double High) DifferenceInterval(double confidence)
    {
        double z = Normal.InvCDF(0, 1, (1 + confidence) / 2), n = Count + 2;
        double first = (OnlyFirst + 1) / n, second = (OnlySecond + 1) / n, difference = second - first;
        double half = z * Math.Sqrt((first + second - difference * difference) / n);
        return (Math.Max(-1, difference - half), Math.Min(1, difference + half));
    }
}

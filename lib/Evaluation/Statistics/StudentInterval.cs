using MathNet.Numerics.Distributions;

namespace Scenes.Evaluation;

/// <summary>Student's t interval of the mean of independent values.</summary>
internal static class StudentInterval
{
    /// <summary>Mean, sample standard deviation (n - 1; 0 for one value) and half the width of the interval, null for one value.</summary>
    /// <param name="values">One or more.</param>
    /// <param name="confidence">Coverage of the interval.</param>
    public static (double Mean, double Deviation, double? Half) Of(IReadOnlyList<double> values, double confidence)
    {
        double mean = values.Average();
        if (values.Count == 1) return (mean, 0, null);
        double deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        return (mean, deviation, StudentT.InvCDF(0, 1, values.Count - 1, (1 + confidence) / 2) * deviation / Math.Sqrt(values.Count));
    }
}

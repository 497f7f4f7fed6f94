namespace Scenes.Runner.Bench;

/// <summary>What all benchmarks make of their runs.</summary>
internal static class Timing
{
    /// <summary>The middle value; with an even number of values the mean of the two in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}

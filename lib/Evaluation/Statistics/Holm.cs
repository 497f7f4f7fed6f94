namespace Scenes.Evaluation;

/// <summary>Holm's step-down adjustment ("A Simple Sequentially Rejective Multiple Test Procedure", 1979).</summary>
public static class Holm
{
    /// <summary>Adjusts p values, so that comparing each with the level of significance keeps the chance of any false alarm below that level.</summary>
    /// <param name="p">The p values of all tests made, each 0 to 1.</param>
    /// <returns>The adjusted values in the same order.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside 0 to 1.</exception>
    public static double[] Adjust(IReadOnlyList<double> p)
    {
        ArgumentNullException.ThrowIfNull(p);
        foreach (double value in p)
            if (!(value >= 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(p), value, "A p value is between 0 and 1.");
        var adjusted = new double[p.Count];
        double largest = 0;
        int rank = 0;
        foreach (int test in Enumerable.Range(0, p.Count).OrderBy(test => p[test]))
        {
            largest = Math.Max(largest, Math.Min(1, (p.Count - rank) * p[test]));
            adjusted[test] = largest;
            rank++;
        }
        return adjusted;
    }
}

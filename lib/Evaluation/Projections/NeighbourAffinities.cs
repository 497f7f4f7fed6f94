namespace Scenes.Evaluation;

/// <summary>How strongly t-SNE wants two points to be neighbours.</summary>
internal static class NeighbourAffinities
{
    private const double EntropyTolerance = 1e-5; // scikit-learn's

    /// <summary>Affinities below this pull nothing, but as subnormal floats they would slow every step down many times over.</summary>
    private const double Least = 1e-16;

    /// <summary>Symmetric affinities, row by row, summing to 1; each point's own conditional distribution has the given perplexity.</summary>
    public static float[] Of(double[,] features, double perplexity)
    {
        int points = features.GetLength(0);
        double[] conditional = new double[(long)points * points];
        double entropy = Math.Log(perplexity);
        Parallel.For(0, points, i => Row(features, i, entropy, conditional.AsSpan(i * points, points)));
        float[] symmetric = new float[conditional.Length];
        Parallel.For(0, points, i =>
        {
            for (int j = 0; j < points; j++)
            {
                double p = (conditional[i * points + j] + conditional[j * points + i]) / (2.0 * points);
                symmetric[i * points + j] = p < Least ? 0 : (float)p;
            }
        });
        return symmetric;
    }

    private static void Row(double[,] features, int i, double entropy, Span<double> row)
    {
        int points = row.Length;
        double[] distances = new double[points];
        double nearest = double.PositiveInfinity;
        for (int j = 0; j < points; j++)
        {
            double sum = 0;
            for (int d = 0; d < features.GetLength(1); d++)
            {
                double difference = features[i, d] - features[j, d];
                sum += difference * difference;
            }
            distances[j] = sum;
            if (j != i) nearest = Math.Min(nearest, sum);
        }
        // Bisection for the precision (1 / 2 variance) at which the distribution has the wanted entropy.
        double low = 0, high = double.PositiveInfinity, precision = 1;
        for (int step = 0; step < 100; step++)
        {
            double reached = Distribute(distances, i, nearest, precision, row);
            if (Math.Abs(reached - entropy) < EntropyTolerance) return;
            if (reached > entropy) low = precision;
            else high = precision;
            precision = double.IsPositiveInfinity(high) ? precision * 2 : (low + high) / 2;
        }
    }

    private static double Distribute(double[] distances, int i, double nearest, double precision, Span<double> row)
    {
        double sum = 0, weighted = 0;
        for (int j = 0; j < row.Length; j++)
        {
            double p = j == i ? 0 : Math.Exp(-precision * (distances[j] - nearest));
            row[j] = p;
            sum += p;
            weighted += p * (distances[j] - nearest);
        }
        for (int j = 0; j < row.Length; j++) row[j] /= sum;
        return Math.Log(sum) + precision * weighted / sum;
    }
}

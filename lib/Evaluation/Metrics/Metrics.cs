namespace Scenes.Evaluation;

/// <summary>Computes a <see cref="Metric"/> from counts.</summary>
public static class Metrics
{
    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Which one.</param>
    /// <param name="matrix">Row = true class, column = predicted class.</param>
    /// <exception cref="ArgumentException">The matrix holds no image.</exception>
    public static double Value(this Metric metric, ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Count == 0) throw new ArgumentException("The confusion matrix holds no image; a metric needs at least one.", nameof(matrix));
        return metric.Value(matrix.Counts.Cast<int>().ToArray(), matrix.ClassCount);
    }

    /// <summary>The value of a metric.</summary>
    /// <param name="metric">Which one.</param>
    /// <param name="predictions">What a model said of one split.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static double Value(this Metric metric, Predictions predictions) => metric.Value(ConfusionMatrix.Of(predictions));

    /// <summary>How a sentence names the metric.</summary>
    /// <param name="metric">Which one.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is no metric.</exception>
    public static string Label(this Metric metric) => metric switch
    {
        Metric.Accuracy => "accuracy",
        Metric.MacroF1 => "macro F1",
        Metric.Kappa => "Cohen's kappa",
        Metric.Matthews => "Matthews correlation",
        _ => throw Unknown(metric),
    };

    /// <summary>The value from K x K counts, row by row: row = true class, column = predicted class.</summary>
    internal static double Value(this Metric metric, ReadOnlySpan<int> counts, int classes)
    {
        Span<int> rows = stackalloc int[classes], columns = stackalloc int[classes];
        int correct = 0, count = 0;
        for (int row = 0; row < classes; row++)
        {
            for (int column = 0; column < classes; column++)
            {
                int cell = counts[row * classes + column];
                rows[row] += cell;
                columns[column] += cell;
            }
            correct += counts[row * classes + row];
            count += rows[row];
        }
        return metric switch
        {
            Metric.Accuracy => (double)correct / count,
            Metric.MacroF1 => MacroF1(counts, rows, columns),
            Metric.Kappa => Kappa(correct, count, rows, columns),
            Metric.Matthews => Matthews(correct, count, rows, columns),
            _ => throw Unknown(metric),
        };
    }

    private static double MacroF1(ReadOnlySpan<int> counts, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        double sum = 0;
        for (int k = 0; k < rows.Length; k++)
        {
            int total = rows[k] + columns[k];
            if (total > 0) sum += 2.0 * counts[k * rows.Length + k] / total;
        }
        return sum / rows.Length;
    }

    private static double Kappa(double correct, double count, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        double chance = Products(rows, columns) / (count * count);
        return chance >= 1 ? 0 : (correct / count - chance) / (1 - chance);
    }

    private static double Matthews(double correct, double count, ReadOnlySpan<int> rows, ReadOnlySpan<int> columns)
    {
        double covariance = correct * count - Products(rows, columns);
        double labels = count * count - Products(rows, rows), predictions = count * count - Products(columns, columns);
        return labels == 0 || predictions == 0 ? 0 : covariance / Math.Sqrt(labels * predictions);
    }

    private static double Products(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        double sum = 0;
        for (int k = 0; k < first.Length; k++) sum += (double)first[k] * second[k];
        return sum;
    }

    private static ArgumentOutOfRangeException Unknown(Metric metric) =>
        new(nameof(metric), metric, $"Allowed: {string.Join(", ", Enum.GetNames<Metric>())}.");
}

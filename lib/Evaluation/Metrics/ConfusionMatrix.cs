namespace Scenes.Evaluation;

/// <summary>How often each true class was given each prediction: row = true class, column = predicted class.</summary>
public sealed class ConfusionMatrix
{
    private ConfusionMatrix(IReadOnlyList<string> classNames, int[,] counts)
    {
        ClassNames = classNames;
        Counts = counts;
        int classes = classNames.Count;
        RowTotals = new int[classes];
        ColumnTotals = new int[classes];
        for (int row = 0; row < classes; row++)
        {
            for (int column = 0; column < classes; column++)
            {
                RowTotals[row] += counts[row, column];
                ColumnTotals[column] += counts[row, column];
            }
            Correct += counts[row, row];
        }
        Count = RowTotals.Sum();
    }

    /// <summary>K class names, in the order of rows and columns.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>K x K counts: row = true class, column = predicted class.</summary>
    public int[,] Counts { get; }

    /// <summary>K counts of images by true class.</summary>
    public int[] RowTotals { get; }

    /// <summary>K counts of images by predicted class.</summary>
    public int[] ColumnTotals { get; }

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Number of images predicted right: the sum of the diagonal.</summary>
    public int Correct { get; }

    /// <summary>Number of classes.</summary>
    public int ClassCount => ClassNames.Count;

    /// <summary>Share of images predicted right, 0 to 1; NaN without images.</summary>
    public double Accuracy => (double)Correct / Count;

    /// <summary>Counts one model's predictions.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <returns>The matrix over all K classes, also those without an image.</returns>
    public static ConfusionMatrix Of(Predictions predictions)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        return Of(predictions.ClassNames, predictions.Labels, predictions.Predicted);
    }

    /// <summary>Counts pairs of true and predicted class.</summary>
    /// <param name="classNames">K class names.</param>
    /// <param name="labels">N true class indices, 0 to K - 1.</param>
    /// <param name="predicted">N predicted class indices, 0 to K - 1.</param>
    /// <returns>The matrix over all K classes.</returns>
    /// <exception cref="ArgumentException">The lengths differ or an index is out of range.</exception>
    public static ConfusionMatrix Of(IReadOnlyList<string> classNames, IReadOnlyList<int> labels, IReadOnlyList<int> predicted)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(predicted);
        int classes = classNames.Count;
        if (labels.Count != predicted.Count)
            throw new ArgumentException($"{labels.Count} labels and {predicted.Count} predictions; expected as many of each.", nameof(predicted));
        var counts = new int[classes, classes];
        for (int image = 0; image < labels.Count; image++)
        {
            int row = labels[image], column = predicted[image];
            if (row < 0 || row >= classes || column < 0 || column >= classes)
                throw new ArgumentException($"Image {image} has label {row} and prediction {column}; allowed: 0 to {classes - 1}.", nameof(labels));
            counts[row, column]++;
        }
        return new ConfusionMatrix(classNames, counts);
    }

    /// <summary>Share of the images of a true class that were given a prediction.</summary>
    /// <param name="row">True class.</param>
    /// <param name="column">Predicted class.</param>
    /// <returns>0 to 1; 0 where the class has no image.</returns>
    public double RowShare(int row, int column) => RowTotals[row] == 0 ? 0 : (double)Counts[row, column] / RowTotals[row];

    /// <summary>The per-class report of this matrix.</summary>
    /// <exception cref="ArgumentException">The matrix holds no image.</exception>
    public ClassificationReport Report() => ClassificationReport.Of(this);
}

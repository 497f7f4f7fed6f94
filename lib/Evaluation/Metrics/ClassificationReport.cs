namespace Scenes.Evaluation;

/// <summary>Precision, recall and F1 of each class, and their averages.</summary>
/// <remarks>
/// Zero division: a quotient whose denominator is 0 counts as 0, and the class still counts in the macro average. This is scikit-learn's
/// <c>zero_division=0</c> with <c>labels</c> set to all K classes.
/// </remarks>
/// <param name="Classes">K rows in class order.</param>
/// <param name="Macro">Unweighted mean over the K classes.</param>
/// <param name="Weighted">Mean over the classes weighted by support.</param>
/// <param name="Accuracy">Share of images predicted right, 0 to 1.</param>
/// <param name="Count">Number of images.</param>
public sealed record ClassificationReport(IReadOnlyList<ClassScore> Classes, ClassScore Macro, ClassScore Weighted, double Accuracy, int Count)
{
    /// <summary>Computes the report of a confusion matrix.</summary>
    /// <param name="matrix">Row = true class, column = predicted class.</param>
    /// <exception cref="ArgumentException">The matrix holds no image.</exception>
    public static ClassificationReport Of(ConfusionMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Count == 0) throw new ArgumentException("The confusion matrix holds no image; a report needs at least one.", nameof(matrix));
        ClassScore[] classes = [.. Enumerable.Range(0, matrix.ClassCount).Select(k => Score(matrix, k))];
        return new ClassificationReport(
            classes,
            Average("macro average", matrix.Count, classes, _ => 1.0 / classes.Length),
            Average("weighted average", matrix.Count, classes, score => (double)score.Support / matrix.Count),
            matrix.Accuracy,
            matrix.Count);
    }

    /// <summary>Computes the report of one model's predictions.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static ClassificationReport Of(Predictions predictions) => Of(ConfusionMatrix.Of(predictions));

    private static ClassScore Score(ConfusionMatrix matrix, int k)
    {
        int right = matrix.Counts[k, k], predicted = matrix.ColumnTotals[k], support = matrix.RowTotals[k];
        // F1 = 2 TP / (2 TP + FP + FN), which needs no precision and recall to exist.
        return new ClassScore(matrix.ClassNames[k], support, Ratio(right, predicted), Ratio(right, support), Ratio(2.0 * right, predicted + support))
        {
            PrecisionInterval = predicted == 0 ? null : Proportions.Wilson(right, predicted, quantity: $"precision of {matrix.ClassNames[k]}"),
            RecallInterval = support == 0 ? null : Proportions.Wilson(right, support, quantity: $"recall of {matrix.ClassNames[k]}"),
        };
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;

    private static ClassScore Average(string name, int count, ClassScore[] classes, Func<ClassScore, double> weight) => new(
        name, count, classes.Sum(score => weight(score) * score.Precision), classes.Sum(score => weight(score) * score.Recall),
        classes.Sum(score => weight(score) * score.F1));
}

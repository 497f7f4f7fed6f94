using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

/// <summary>Small predictions for cases worked by hand.</summary>
internal static class TestPredictions
{
    public static Predictions FromRows(string model, int[] labels, double[][] rows, SceneSplit split = SceneSplit.Test)
    {
        var probabilities = new double[rows.Length, rows[0].Length];
        for (int image = 0; image < rows.Length; image++)
            for (int k = 0; k < rows[0].Length; k++) probabilities[image, k] = rows[image][k];
        return new Predictions(model, split, [.. Enumerable.Range(0, rows[0].Length).Select(k => $"class {k}")],
            [.. Enumerable.Range(0, rows.Length).Select(image => $"{image}.jpg")], labels, probabilities);
    }

    /// <summary>Each image surely of its predicted class.</summary>
    public static Predictions FromClasses(string model, int[] labels, int[] predicted, int classes, SceneSplit split = SceneSplit.Test) =>
        FromRows(model, labels, [.. predicted.Select(one => Enumerable.Range(0, classes).Select(k => k == one ? 1.0 : 0.0).ToArray())], split);
}

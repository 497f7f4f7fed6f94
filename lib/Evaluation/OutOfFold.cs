using Scenes.Data;

namespace Scenes.Evaluation;

/// <summary>Predictions on training images by models that did not see them.</summary>
public static class OutOfFold
{
    /// <summary>Deals images to folds, each class evenly.</summary>
    /// <param name="labels">True class of each image.</param>
    /// <param name="folds">Number of folds, 2 to the number of images.</param>
    /// <param name="seed">Seed of the dealing.</param>
    /// <returns>The fold of each image, 0 to <paramref name="folds"/> - 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static int[] Assign(IReadOnlyList<int> labels, int folds, long seed)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (folds < 2 || folds > labels.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"Allowed: 2 to {labels.Count}, the number of images.");
        int[] rows = [.. Enumerable.Range(0, labels.Count)];
        new RandomStream(seed, "folds").Shuffle(rows);
        int[] fold = new int[labels.Count];
        int next = 0;
        // Dealt class after class in turn: classes and folds are even to within one image.
        foreach (int row in rows.OrderBy(row => labels[row])) fold[row] = next++ % folds;
        return fold;
    }

    /// <summary>Trains once per fold on all others and predicts the fold left out.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="files">N names of training images, each once.</param>
    /// <param name="labels">N true class indices.</param>
    /// <param name="folds">Number of folds, 2 to N.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="fitAndPredict">Trains on the first rows given and returns probabilities (rows x K) of the second.</param>
    /// <returns>Predictions of all N training images, in the given order.</returns>
    /// <exception cref="ArgumentException">Lengths do not fit together, or a row returned is no distribution.</exception>
    public static ValidationPredictions Predict(string model, IReadOnlyList<string> classNames, IReadOnlyList<string> files, int[] labels, int folds, long seed,
        Func<int[], int[], double[,]> fitAndPredict)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(fitAndPredict);
        int[] foldOf = Assign(labels, folds, seed);
        var probabilities = new double[labels.Length, classNames.Count];
        for (int fold = 0; fold < folds; fold++)
        {
            int[] train = [.. Rows(foldOf, other => other != fold)], held = [.. Rows(foldOf, other => other == fold)];
            double[,] predicted = fitAndPredict(train, held);
            if (predicted.GetLength(0) != held.Length || predicted.GetLength(1) != classNames.Count)
                throw new ArgumentException($"{model}: fold {fold} returned {predicted.GetLength(0)} x {predicted.GetLength(1)} probabilities; expected {held.Length} x {classNames.Count}.", nameof(fitAndPredict));
            for (int i = 0; i < held.Length; i++)
                for (int k = 0; k < classNames.Count; k++) probabilities[held[i], k] = predicted[i, k];
        }
        return ValidationPredictions.FromFolds(new Predictions(model, SceneSplit.Train, classNames, files, labels, probabilities));
    }

    private static IEnumerable<int> Rows(int[] foldOf, Func<int, bool> wanted) => Enumerable.Range(0, foldOf.Length).Where(row => wanted(foldOf[row]));
}

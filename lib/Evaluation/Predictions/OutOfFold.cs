using Scenes.Data;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Evaluation;

/// <summary>Predictions on training images by models that did not see them.</summary>
public static class OutOfFold
{
    /// <summary>Deals images to folds, each class evenly.</summary>
    /// <param name="labels">True class of each image.</param>
    /// <param name="folds">Number of folds, 2 to the number of images.</param>
    /// <param name="seed">Seed of the dealing.</param>
    /// <param name="groups">Images of one group come into one fold, such as copies of one photograph by their content hash; null: each for itself.</param>
    /// <returns>The fold of each image, 0 to <paramref name="folds"/> - 1.</returns>
    /// <exception cref="ArgumentException">There is not one group for each image, or the groups leave a fold empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of folds is out of range.</exception>
    public static int[] Assign(IReadOnlyList<int> labels, int folds, long seed, IReadOnlyList<string>? groups = null)
    {
        ArgumentNullException.ThrowIfNull(labels);
        if (folds < 2 || folds > labels.Count)
            throw new ArgumentOutOfRangeException(nameof(folds), folds, $"Allowed: 2 to {labels.Count}, the number of images.");
        if (groups is not null && groups.Count != labels.Count)
            throw new ArgumentException($"{groups.Count} groups for {labels.Count} images; give one for each.", nameof(groups));
        int[] rows = [.. Enumerable.Range(0, labels.Count)];
        new RandomStream(seed, "folds").Shuffle(rows);
        int[] fold = new int[labels.Count];
        int next = 0;
        // Dealt class after class in turn: classes and folds are even to within one image.
        foreach (int row in rows.OrderBy(row => labels[row])) fold[row] = next++ % folds;
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; groups is not null && row < fold.Length; row++)
            if (!first.TryAdd(groups[row], fold[row])) fold[row] = first[groups[row]];
        if (fold.Distinct().Count() < folds)
            throw new ArgumentException($"{labels.Count} images are of {first.Count} groups, and copies of one photograph stay together, so that {folds} folds cannot all be filled. "
                + "Use fewer folds or more photographs.", nameof(groups));
        return fold;
    }

    /// <summary>Trains once per fold on all others and predicts the fold left out.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="images">N labelled training images, each once; copies of one file come into one fold.</param>
    /// <param name="folds">Number of folds, 2 to N.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="fitAndPredict">Trains on the first rows given and returns probabilities (rows x K) of the second.</param>
    /// <returns>Predictions of all N training images, in the given order.</returns>
    /// <exception cref="ArgumentException">An image is of another split, or what is returned is no distribution for each image.</exception>
    public static ValidationPredictions Predict(
        string model, IReadOnlyList<string> classNames, IReadOnlyList<SceneImage> images, int folds, long seed, Func<int[], int[], double[,]> fitAndPredict)
    {
        ArgumentNullException.ThrowIfNull(classNames);
        ArgumentNullException.ThrowIfNull(fitAndPredict);
        CheckTrain(model, images);
        int[] labels = [.. images.Select(image => image.Label)];
        int[] foldOf = Assign(labels, folds, seed, [.. images.Select(image => image.ContentHash)]);
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
        return ValidationPredictions.FromFolds(new Predictions(model, SceneSplit.Train, classNames, [.. images.Select(image => image.Name)], labels, probabilities));
    }

    /// <summary>Probabilities of training images from linear heads on frozen features, each image by a head that saw neither it nor a copy of it.</summary>
    /// <param name="model">A frozen network with a linear head; the features of its plain view and its L2, as chosen with all images, are taken.</param>
    /// <param name="images">Labelled training images, with the features in the cache or to be computed.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="folds">Number of folds, 2 or more.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    /// <exception cref="ArgumentException">An image is of another split, or the model has another head, or stages that learnt from these images.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ValidationPredictions OfLinearHead(
        TransferModel model, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames, int folds = 5, long seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        CheckTrain(model.Name, images);
        double l2 = LinearHead.L2Of(model);
        using FeatureViews views = model.Inputs(images, cancellation);
        using torch.Tensor features = views.Views[0].All(); // N x D
        return OfLinearHead(model.Name, features, l2, images, classNames, folds, seed, cancellation);
    }

    /// <summary>The same from features, N x D, and a strength of the pull to 0.</summary>
    internal static ValidationPredictions OfLinearHead(
        string model, torch.Tensor features, double l2, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames, int folds, long seed, CancellationToken cancellation)
    {
        return Predict(model, classNames, images, folds, seed, FitAndPredict);

        double[,] FitAndPredict(int[] train, int[] held)
        {
            cancellation.ThrowIfCancellationRequested();
            using torch.Tensor known = LinearHead.Take(features, train), asked = LinearHead.Take(features, held);
            return LinearHead.Probabilities(known, [.. train.Select(row => (long)images[row].Label)], asked, classNames.Count, l2);
        }
    }

    private static void CheckTrain(string model, IReadOnlyList<SceneImage> images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.FirstOrDefault(image => image.Split != SceneSplit.Train) is { } other)
            throw new ArgumentException($"{model}: {other.Name} is of the {other.Split} split; images predicted out of fold are those of the {SceneSplit.Train} split.", nameof(images));
    }

    /// <summary>The images whose fold is wanted, in order.</summary>
    internal static IEnumerable<int> Rows(int[] foldOf, Func<int, bool> wanted) => Enumerable.Range(0, foldOf.Length).Where(row => wanted(foldOf[row]));
}

using Scenes.Data;
using Scenes.Training;
using TorchSharp;

namespace Scenes.Evaluation;

/// <summary>The learning curve over training-set size: what more photographs would buy.</summary>
/// <param name="Points">One per size, smallest first.</param>
public sealed record TrainingSizeCurve(IReadOnlyList<TrainingSizePoint> Points)
{
    private static readonly int[] Parts = [16, 8, 4, 2, 1]; // of all training images

    /// <summary>The mean accuracy for each size with its interval over repetitions, to be stored.</summary>
    public IReadOnlyList<StatisticalResult> Results => [.. Points.Select(point => point.Result)];

    /// <summary>The curve of a linear head on frozen features: fitted on growing shares of the training images, judged on the validation images.</summary>
    /// <remarks>
    /// The L2 that was chosen for all N training images is raised by N / n for n of them, so that an image weighs the same against the pull to 0 at every size. With all
    /// images there is nothing left to choose: that point is one fit, without interval.
    /// </remarks>
    /// <param name="model">A frozen network with a linear head; its features and its L2 are taken.</param>
    /// <param name="set">The images, with the features in the cache or to be computed.</param>
    /// <param name="sizes">Numbers of training images, each 2 or more; null: a sixteenth, an eighth, a quarter, half and all of them.</param>
    /// <param name="repeats">Choices of images per size, 1 or more.</param>
    /// <param name="seed">Seed of the choice of images.</param>
    /// <param name="cancellation">Stops between two fits.</param>
    /// <exception cref="ArgumentException">The model has another head or stages that learnt from these images, or a number is out of range.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static TrainingSizeCurve OfLinearHead(
        TransferModel model, SceneDataset set, IReadOnlyList<int>? sizes = null, int repeats = 5, long seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(set);
        double l2 = LinearHead.L2Of(model);
        int count = set.Train.Count;
        sizes ??= [.. Parts.Select(part => Math.Max(2, count / part))];
        if (sizes.Any(size => size < 2)) throw new ArgumentException($"Sizes {string.Join(", ", sizes)}; allowed: 2 to {count}, the number of training images.", nameof(sizes));
        using FeatureViews trainViews = model.Inputs(set.Train, cancellation), validationViews = model.Inputs(set.Validation, cancellation);
        using torch.Tensor features = trainViews.Views[0].All(), asked = validationViews.Views[0].All(); // N x D, M x D
        int[] labels = [.. set.Train.Select(image => image.Label)], truth = [.. set.Validation.Select(image => image.Label)];
        string[] files = [.. set.Validation.Select(image => image.Name)];
        Predictions? all = null;
        TrainingSizeCurve curve = Measure(labels, sizes, repeats, seed, (rows, _) => rows.Length == count ? all ??= Fit(rows) : Fit(rows));
        return new([.. curve.Points.Select(point => point.Size == count ? point with { Runs = RepeatedRuns.Of([all!]) } : point)]);

        Predictions Fit(int[] rows)
        {
            cancellation.ThrowIfCancellationRequested();
            using torch.Tensor known = LinearHead.Take(features, rows);
            double[,] probabilities = LinearHead.Probabilities(known, [.. rows.Select(row => (long)labels[row])], asked, set.ClassCount, l2 * count / rows.Length);
            return new Predictions(model.Name, SceneSplit.Validation, set.ClassNames, files, truth, probabilities);
        }
    }

    /// <summary>Fits the recipe on growing subsets of the training images.</summary>
    /// <remarks>
    /// Subsets keep the shares of the classes and, within one repetition, contain each other, so that the curve does not jump by the choice of
    /// images alone. With cached features a fit takes well under a second.
    /// </remarks>
    /// <param name="labels">True class of each training image.</param>
    /// <param name="sizes">Numbers of training images, each 1 to the number of labels.</param>
    /// <param name="repeats">Repetitions per size, 1 or more.</param>
    /// <param name="seed">Seed of the subsets; each repetition hands its own seed to <paramref name="fit"/>.</param>
    /// <param name="fit">Trains on the given rows with the given seed and predicts; always the same images, never from the training rows.</param>
    /// <param name="metric">What is measured.</param>
    /// <param name="confidence">Coverage of the intervals over repetitions.</param>
    /// <exception cref="ArgumentException">A size or the number of repetitions is out of range, or two predictions speak of different images.</exception>
    public static TrainingSizeCurve Measure(IReadOnlyList<int> labels, IReadOnlyList<int> sizes, int repeats, long seed,
        Func<int[], long, Predictions> fit, Metric metric = Metric.Accuracy, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(sizes);
        ArgumentNullException.ThrowIfNull(fit);
        if (repeats < 1) throw new ArgumentOutOfRangeException(nameof(repeats), repeats, "Allowed: 1 or more.");
        if (sizes.Count == 0 || sizes.Min() < 1 || sizes.Max() > labels.Count)
            throw new ArgumentException($"Sizes {string.Join(", ", sizes)}; allowed: 1 to {labels.Count}, the number of training images.", nameof(sizes));
        int[][] orders = [.. Enumerable.Range(0, repeats).Select(repeat => StratifiedOrder.Of(labels, Runtime.Seeds.Derive(seed, $"subset/{repeat}")))];
        return new TrainingSizeCurve([.. sizes.Distinct().Order().Select(size => new TrainingSizePoint(size, RepeatedRuns.Of(
            [.. orders.Select((order, repeat) => fit(order[..size], Runtime.Seeds.Derive(seed, $"fit/{repeat}")))], metric, confidence, "choices of images")))]);
    }
}

using System.Diagnostics;
using Scenes.Data;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>One head on the features of frozen networks side by side: they are joined before anything is decided, not after.</summary>
/// <remarks>It keeps the models that it was made from and does not dispose them.</remarks>
public sealed class JointModel : IDisposable
{
    /// <summary>What stands for the recipe in tables: the head is linear.</summary>
    public const string LinearRecipe = "joined";

    /// <summary>As <see cref="LinearRecipe"/>, but the head has a Gaussian kernel.</summary>
    public const string RadialRecipe = "joined, kernel";

    /// <summary>The head has a Gaussian kernel, and there is one network.</summary>
    public const string SingleRecipe = "kernel";

    private const int Batch = 1024;

    private readonly bool radial;

    private JointModel(string name, bool radial, IReadOnlyList<TransferModel> parts, HeadSearchResult search, double seconds) =>
        (Name, this.radial, Parts, Search, Seconds) = (name, radial, parts, search, seconds);

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary><see cref="LinearRecipe"/>, <see cref="RadialRecipe"/> or <see cref="SingleRecipe"/>.</summary>
    public string Recipe => !radial ? LinearRecipe : Parts.Count > 1 ? RadialRecipe : SingleRecipe;

    /// <summary>The networks whose features are joined, in order.</summary>
    public IReadOnlyList<TransferModel> Parts { get; }

    /// <summary>The head, features of all parts N x (D1 + D2 + …) to logits N x K, and how its L2 was chosen on validation.</summary>
    public HeadSearchResult Search { get; }

    /// <summary>Wall time of the fit, features included where they were not cached.</summary>
    public double Seconds { get; }

    /// <summary>Fits the head on the training images with L2 chosen on validation. The test images are not touched.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="parts">Models that opened nothing: two or more, or one for a Gaussian kernel; all see mirrored images, or none.</param>
    /// <param name="dataset">The images that they were fitted on.</param>
    /// <param name="radial">Whether the head has a Gaussian kernel (<see cref="HeadSearch.Radial"/>); otherwise it is linear.</param>
    /// <param name="cancellation">Stops between batches and fits.</param>
    /// <returns>The model; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">There are too few parts, or they do not go together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static JointModel Fit(
        string name, IReadOnlyList<TransferModel> parts, SceneDataset dataset, bool radial = false, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(dataset);
        int fewest = radial ? 1 : 2;
        if (parts.Count < fewest)
            throw new ArgumentException($"{name} has {parts.Count} networks; {(radial ? "a kernel needs one or more" : "joining needs two or more, and one has its linear head already")}.", nameof(parts));
        if (parts.FirstOrDefault(part => part.IsOpened) is { } opened)
            throw new ArgumentException($"{opened.Name} has opened stages, so that its inputs are maps; only frozen networks can be joined.", nameof(parts));
        if (parts.FirstOrDefault(part => part.Recipe.BothViews != parts[0].Recipe.BothViews) is { } other)
            throw new ArgumentException($"{parts[0].Name} and {other.Name} differ in whether they see mirrored images; give all recipes the same BothViews.", nameof(parts));
        var watch = Stopwatch.StartNew();
        var features = new List<FeatureViews>();
        try
        {
            TrainingSet train = Joined(dataset.Train), validation = Joined(dataset.Validation);
            HeadSearchResult search = radial
                ? HeadSearch.Radial(train, validation, dataset.ClassCount, cancellation: cancellation)
                : HeadSearch.Linear(train, validation, dataset.ClassCount, cancellation: cancellation);
            return new JointModel(name, radial, parts, search, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            foreach (FeatureViews one in features) one.Dispose();
        }

        TrainingSet Joined(IReadOnlyList<SceneImage> images)
        {
            foreach (TransferModel part in parts) features.Add(part.Inputs(images, cancellation));
            return TrainingSet.SideBySide([.. features.TakeLast(parts.Count).Select(one => radial ? one.Mean() : one.Stacked())]);
        }
    }

    /// <summary>
    /// Log-probabilities of some images of known labels. Over the views a linear head averages probabilities; one with a kernel averages features, here and in the fit: of
    /// twice as many rows it could take fewer of the images as examples.
    /// </summary>
    /// <param name="images">N labelled images in order.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>N x K, fp32, on the CPU; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">An image has no label.</exception>
    public Tensor LogProbabilities(IReadOnlyList<SceneImage> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var own = new List<FeatureViews>();
        try
        {
            foreach (TransferModel part in Parts) own.Add(part.Inputs(images, cancellation));
            TrainingSet[] asked = radial
                ? [TrainingSet.SideBySide([.. own.Select(one => one.Mean())])]
                : [.. own[0].Views.Index().Select(view => TrainingSet.SideBySide([.. own.Select(one => one.Of(view.Index))]))];
            return Inference.MeanOfProbabilities([.. asked.Select(set => Inference.LogProbabilities(Search.Network, set, Batch))]).MoveToOuterDisposeScope();
        }
        finally
        {
            foreach (FeatureViews one in own) one.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Search.Dispose();
}

using System.Diagnostics;
using Scenes.Data;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>One linear head on the features of several frozen networks side by side: they are joined before anything is decided, not after.</summary>
/// <remarks>It keeps the models that it was made from and does not dispose them.</remarks>
public sealed class JointModel : IDisposable
{
    /// <summary>What stands for its recipe in tables.</summary>
    public const string Recipe = "joined";

    private const int Batch = 1024;

    private JointModel(string name, IReadOnlyList<TransferModel> parts, HeadSearchResult search, double seconds) =>
        (Name, Parts, Search, Seconds) = (name, parts, search, seconds);

    /// <summary>Name of the model.</summary>
    public string Name { get; }

    /// <summary>The networks whose features are joined, in order.</summary>
    public IReadOnlyList<TransferModel> Parts { get; }

    /// <summary>The head, features of all parts N x (D1 + D2 + …) to logits N x K, and how its L2 was chosen on validation.</summary>
    public HeadSearchResult Search { get; }

    /// <summary>Wall time of the fit, features included where they were not cached.</summary>
    public double Seconds { get; }

    /// <summary>Fits the head on the training images with L2 chosen on validation. The test images are not touched.</summary>
    /// <param name="name">Name of the model.</param>
    /// <param name="parts">Two or more models that opened nothing; all see mirrored images, or none.</param>
    /// <param name="dataset">The images that they were fitted on.</param>
    /// <param name="cancellation">Stops between batches and fits.</param>
    /// <returns>The model; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">There are fewer than two parts, or they do not go together.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static JointModel Fit(string name, IReadOnlyList<TransferModel> parts, SceneDataset dataset, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(parts);
        ArgumentNullException.ThrowIfNull(dataset);
        if (parts.Count < 2) throw new ArgumentException($"{name} has {parts.Count} networks; joining needs two or more.", nameof(parts));
        if (parts.FirstOrDefault(part => part.IsOpened) is { } opened)
            throw new ArgumentException($"{opened.Name} has opened stages, so that its inputs are maps; only frozen networks can be joined.", nameof(parts));
        if (parts.FirstOrDefault(part => part.Recipe.BothViews != parts[0].Recipe.BothViews) is { } other)
            throw new ArgumentException($"{parts[0].Name} and {other.Name} differ in whether they see mirrored images; give all recipes the same BothViews.", nameof(parts));
        var watch = Stopwatch.StartNew();
        var features = new List<FeatureViews>();
        try
        {
            TrainingSet train = Stacked(dataset.Train), validation = Stacked(dataset.Validation);
            return new JointModel(name, parts, HeadSearch.Linear(train, validation, dataset.ClassCount, cancellation: cancellation), watch.Elapsed.TotalSeconds);
        }
        finally
        {
            foreach (FeatureViews one in features) one.Dispose();
        }

        TrainingSet Stacked(IReadOnlyList<SceneImage> images)
        {
            foreach (TransferModel part in parts) features.Add(part.Inputs(images, cancellation));
            return TrainingSet.SideBySide([.. features.TakeLast(parts.Count).Select(one => one.Stacked())]);
        }
    }

    /// <summary>Log-probabilities of some images of known labels; probabilities are averaged over the views.</summary>
    /// <param name="images">N images in order.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <returns>N x K, fp32, on the CPU; the caller disposes it.</returns>
    public Tensor LogProbabilities(IReadOnlyList<SceneImage> images, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var own = new List<FeatureViews>();
        try
        {
            foreach (TransferModel part in Parts) own.Add(part.Inputs(images, cancellation));
            Tensor[] views = [.. own[0].Views.Index().Select(view =>
                Inference.LogProbabilities(Search.Network, TrainingSet.SideBySide([.. own.Select(one => one.Of(view.Index))]), Batch))];
            return Inference.MeanOfProbabilities(views).MoveToOuterDisposeScope();
        }
        finally
        {
            foreach (FeatureViews one in own) one.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Search.Dispose();
}

using Scenes.Data;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Evaluation;

/// <summary>Turns a trained network and a set into <see cref="Predictions"/>.</summary>
public static class Predictor
{
    /// <summary>Predicts every image of a split once.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="network">B x ... to logits B x K; used in inference mode.</param>
    /// <param name="set">The inputs, in the order of <paramref name="images"/>.</param>
    /// <param name="images">The images behind the inputs, with the same labels.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="averageFlips">Whether the probabilities of each image and its mirror image are averaged; for inputs that are images.</param>
    /// <param name="batchSize">Inputs at once; 1 or more.</param>
    /// <param name="channelsLast">Whether image batches are laid out with channels last in memory; faster on most CPUs.</param>
    /// <exception cref="ArgumentException">Images, set, classes and network do not fit together, or the images are of several splits.</exception>
    public static Predictions Predict(
        string model, nn.Module<Tensor, Tensor> network, TrainingSet set, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames,
        bool averageFlips = false, int batchSize = 128, bool channelsLast = false)
    {
        ArgumentNullException.ThrowIfNull(set);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        if (images.Count != set.Count || images.Select(image => (long)image.Label).Zip(set.Labels).Any(pair => pair.First != pair.Second))
            throw new ArgumentException($"{model}: {images.Count} images and {set.Count} inputs with labels do not match one to one; make the set from these images in this order.", nameof(images));
        using var scope = NewDisposeScope();
        return Make(model, Inference.LogProbabilities(network, set, batchSize, averageFlips, channelsLast: channelsLast), images, classNames);
    }

    /// <summary>Predicts every image of a split once by a network that was carried over, averaged over the views of its recipe.</summary>
    /// <param name="model">The network with its recipe.</param>
    /// <param name="images">Labelled images of one split.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="cancellation">Stops between batches; features that are finished stay in the cache.</param>
    /// <exception cref="ArgumentException">There are no images, they are of several splits, or the network has not K outputs.</exception>
    public static Predictions Predict(
        TransferModel model, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        using var scope = NewDisposeScope();
        return Make(model.Name, model.LogProbabilities(images, cancellation), images, classNames);
    }

    /// <summary>As <see cref="Predict(TransferModel, IReadOnlyList{SceneImage}, IReadOnlyList{string}, CancellationToken)"/>, but view by view.</summary>
    /// <param name="model">The network with its recipe.</param>
    /// <param name="images">Labelled images of one split.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="cancellation">As there.</param>
    /// <returns>One for each view of the recipe, the plain view first; their soft vote is what the model predicts.</returns>
    /// <exception cref="ArgumentException">There are no images, they are of several splits, or the network has not K outputs.</exception>
    public static IReadOnlyList<Predictions> PredictViews(
        TransferModel model, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        using var scope = NewDisposeScope();
        return [.. model.ViewLogProbabilities(images, cancellation)
            .Zip(model.Recipe.Views, (logs, view) => Make($"{model.Name}, {view.ToString().ToLowerInvariant()}", logs, images, classNames))];
    }

    /// <summary>Predicts every image of a split once by one head on the features of several networks.</summary>
    /// <param name="model">The networks with their head.</param>
    /// <param name="images">Labelled images of one split.</param>
    /// <param name="classNames">K class names.</param>
    /// <param name="cancellation">Stops between batches; features that are finished stay in the cache.</param>
    /// <exception cref="ArgumentException">There are no images, they are of several splits, or the head has not K outputs.</exception>
    public static Predictions Predict(
        JointModel model, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(classNames);
        using var scope = NewDisposeScope();
        return Make(model.Name, model.LogProbabilities(images, cancellation), images, classNames);
    }

    internal static Predictions Make(string model, Tensor logs, IReadOnlyList<SceneImage> images, IReadOnlyList<string> classNames) // logs: N x K
    {
        if (logs.shape[1] != classNames.Count)
            throw new ArgumentException($"{model} has {logs.shape[1]} outputs for {classNames.Count} classes.", nameof(model));
        if (images.FirstOrDefault(image => image.Split != images[0].Split) is { } other)
            throw new ArgumentException($"{model}: {images[0].Name} is of the {images[0].Split} split and {other.Name} of the {other.Split} split; predict one split at a time.", nameof(images));
        return new Predictions(model, images[0].Split, classNames, [.. images.Select(image => image.Name)], [.. images.Select(image => image.Label)], Probabilities(logs));
    }

    /// <summary>Log-probabilities N x K as an array of probabilities.</summary>
    internal static double[,] Probabilities(Tensor logs)
    {
        using var scope = NewDisposeScope();
        double[] values = logs.to(ScalarType.Float64).exp().data<double>().ToArray();
        var probabilities = new double[logs.shape[0], logs.shape[1]];
        Buffer.BlockCopy(values, 0, probabilities, 0, values.Length * sizeof(double));
        return probabilities;
    }
}

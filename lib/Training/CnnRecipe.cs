using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>One way to train a network from scratch on photographs: first weights, inputs and options.</summary>
/// <param name="Name">Short name for tables and figures.</param>
/// <param name="Change">What differs from the recipe before it, in one sentence.</param>
/// <param name="CreateNetwork">Given K and the image size in pixels, makes the network; draws first weights from torch's global generator.</param>
/// <param name="Normalise">uint8 images B x 3 x S x S to floats of the same shape.</param>
/// <param name="Augmentation">Random changes to training images, before they are normalised.</param>
/// <param name="Options">How it is trained.</param>
public sealed record CnnRecipe(
    string Name, string Change, Func<int, int, nn.Module<Tensor, Tensor>> CreateNetwork, Func<Tensor, Tensor> Normalise,
    Augmentation Augmentation, TrainingOptions Options)
{
    /// <summary>Width and height in pixels that the recipe was made for; other sizes can be trained too.</summary>
    public int ImageSize { get; init; } = PlainCnnCure.ImageSize;

    /// <summary>How images become the bytes that <see cref="Train"/> takes; normalising is part of the recipe.</summary>
    public Preprocessing Preprocessing => Preprocessing.UnitRange(ImageSize);

    /// <summary>Trains a new network.</summary>
    /// <param name="train">Training images as bytes, N x 3 x S x S; see <see cref="TrainingSet.OfImages"/>.</param>
    /// <param name="validation">Validation images of the same form.</param>
    /// <param name="classCount">K, the number of classes.</param>
    /// <param name="epochs">Epochs instead of the recipe's own, for a smaller budget; the schedule shrinks with them.</param>
    /// <param name="seed">Seed of first weights, order and augmentation.</param>
    /// <param name="run">Name, checkpoint and progress; null for the recipe's name alone.</param>
    /// <param name="cancellation">Ends the run with the best weights so far.</param>
    /// <returns>The network, to be disposed by the caller, with what was measured while it was trained.</returns>
    /// <exception cref="ArgumentException">The sets do not hold square uint8 images, or as for <see cref="Trainer.Fit"/>, whose other exceptions pass too.</exception>
    public TrainedCnn Train(
        TrainingSet train, TrainingSet validation, int classCount, int? epochs = null, long seed = 0,
        TrainingRun? run = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        TrainingOptions options = Options with { Epochs = epochs ?? Options.Epochs, Seed = Seeds.Derive(seed, Name) };
        manual_seed(Seeds.Derive(seed, "first weights"));
        nn.Module<Tensor, Tensor> network = CreateNetwork(classCount, SizeOf(train));
        try
        {
            TrainingSet prepared = train.With((images, generator) => Normalise(Augmentation.IsNone ? images : Augmentation.Apply(images, generator)));
            TrainingResult result = Trainer.Fit(network, prepared, ForEvaluation(validation), options, run ?? new TrainingRun(Name), cancellation);
            return new TrainedCnn(this, network, result);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>A set of byte images with this recipe's normalisation and no augmentation, for predictions and diagnosis.</summary>
    /// <param name="images">Images as bytes, N x 3 x S x S.</param>
    public TrainingSet ForEvaluation(TrainingSet images)
    {
        ArgumentNullException.ThrowIfNull(images);
        return images.With((bytes, _) => Normalise(bytes));
    }

    private static int SizeOf(TrainingSet images)
    {
        using var generator = new Generator(0);
        using Tensor first = images.Inputs([0], generator);
        if (first.dtype != ScalarType.Byte || first.dim() != 4 || first.shape[1] != 3 || first.shape[2] != first.shape[3])
            throw new ArgumentException($"The images are {first.dtype} of shape ({string.Join(" x ", first.shape)}); expected bytes 1 x 3 x S x S, as TrainingSet.OfImages gives.", nameof(images));
        return (int)first.shape[2];
    }
}

using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>One way to train a network from scratch on photographs: first weights, inputs and options.</summary>
/// <param name="Name">Short name for tables and figures.</param>
/// <param name="Change">What differs from the recipe before it, in one sentence.</param>
/// <param name="CreateNetwork">Given K and the image size in pixels, makes the network; draws first weights from torch's global generator.</param>
/// <param name="Mean">Subtracted from values in [0, 1].</param>
/// <param name="Std">Divides what is left; greater than 0.</param>
/// <param name="Augmentation">Random changes to training images, before they are normalised.</param>
/// <param name="Options">How it is trained.</param>
public sealed record CnnRecipe(
    string Name, string Change, Func<int, int, nn.Module<Tensor, Tensor>> CreateNetwork, Rgb Mean, Rgb Std,
    Augmentation Augmentation, TrainingOptions Options)
{
    /// <summary>Width and height in pixels that the recipe was made for; other sizes can be trained too.</summary>
    public int ImageSize { get; init; } = PlainCnnCure.ImageSize;

    /// <summary>
    /// Whether the answers to an image and its mirror image are averaged, on validation and test images alike. The epochs are compared without.
    /// </summary>
    public bool AverageFlips { get; init; }

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
        nn.Module<Tensor, Tensor> network = Start(train, classCount, seed);
        try
        {
            run = (run ?? new TrainingRun(Name)) with { CnnRecipe = CnnIdentity.Of(this, network) };
            TrainingSet prepared = train.With((images, generator) => Normalise(Augmentation.IsNone ? images : Augmentation.Apply(images, generator)));
            TrainingResult result = Trainer.Fit(network, prepared, ForEvaluation(validation), OptionsOf(epochs, seed), run, cancellation);
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

    /// <summary>Everything that decides the result of <see cref="Train"/> with these arguments, as text.</summary>
    internal string Decisive(TrainingSet train, TrainingSet validation, int classCount, int? epochs, long seed)
    {
        using nn.Module<Tensor, Tensor> network = Start(train, classCount, seed);
        return new CheckpointIdentity(Name, OptionsOf(epochs, seed), train.Id, validation.Id, "", CnnIdentity.Of(this, network)).ToJson();
    }

    private nn.Module<Tensor, Tensor> Start(TrainingSet train, int classCount, long seed)
    {
        manual_seed(Seeds.Derive(seed, "first weights"));
        return CreateNetwork(classCount, SizeOf(train));
    }

    private TrainingOptions OptionsOf(int? epochs, long seed) => Options with { Epochs = epochs ?? Options.Epochs, Seed = Seeds.Derive(seed, Name) };

    private Tensor Normalise(Tensor bytes) => Normalisation.Apply(bytes, Preprocessing with { Mean = Mean, Std = Std });

    private static int SizeOf(TrainingSet images)
    {
        using var generator = new Generator(0);
        using Tensor first = images.Inputs([0], generator);
        if (first.dtype != ScalarType.Byte || first.dim() != 4 || first.shape[1] != 3 || first.shape[2] != first.shape[3])
            throw new ArgumentException($"The images are {first.dtype} of shape ({string.Join(" x ", first.shape)}); expected bytes 1 x 3 x S x S, as TrainingSet.OfImages gives.", nameof(images));
        return (int)first.shape[2];
    }
}

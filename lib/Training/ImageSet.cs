using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Images in memory as a training set: bytes, turned into numbers batch by batch.</summary>
public static class ImageSet
{
    /// <summary>Decodes images once; every batch is then augmented, if wanted, and normalised.</summary>
    /// <param name="images">N labelled images, in this order.</param>
    /// <param name="preprocessing">Size and kernel of the decoding, mean and std of every batch.</param>
    /// <param name="augmentation">Random changes for training images; null for none, as validation and test have it.</param>
    /// <param name="cancellation">Stops the decoding between two images.</param>
    /// <returns>A set whose id tells images, preprocessing and augmentation. Its tensor, N x 3 x S x S bytes, belongs to the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">There are no images, one has no label, or a setting is out of range.</exception>
    /// <exception cref="ImageFormatException">A file is no image that can be read.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static TrainingSet Load(
        IReadOnlyList<SceneImage> images, Preprocessing preprocessing, Augmentation? augmentation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(preprocessing);
        augmentation?.Validated();
        long[] labels = [.. images.Select(image => (long)image.Label)];
        string source = ContentHash.OfText($"{preprocessing}\n{augmentation}\n{string.Join('\n', images.Select(image => image.ContentHash))}");
        Tensor pixels = ImageBatch.Load([.. images.Select(image => image.Path)], preprocessing, cancellation: cancellation);
        return new TrainingSet(indices => pixels.index_select(0, tensor(indices)), labels, source) { Prepare = Prepare };

        Tensor Prepare(Tensor batch, Generator generator)
        {
            if (augmentation is null) return Normalisation.Apply(batch, preprocessing);
            using var scope = NewDisposeScope();
            return Normalisation.Apply(augmentation.Apply(batch, generator), preprocessing).MoveToOuterDisposeScope();
        }
    }
}

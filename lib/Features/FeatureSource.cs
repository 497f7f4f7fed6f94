using Scenes.Backbones;
using Scenes.Data;
using Scenes.Imaging;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>A frozen network, cut at a layer: what features are made with. Nothing is loaded until an image's features are missing.</summary>
/// <param name="Network">The network and its weights.</param>
public sealed record FeatureSource(Pretrained Network)
{
    /// <summary>How images become inputs; the weights' own unless replaced.</summary>
    public Preprocessing Preprocessing { get; init; } = Network.Preprocessing;

    /// <summary>The stage whose map is kept, or <see cref="Backbone.Pooled"/>, or several; see <see cref="Cuts"/>.</summary>
    public string Cut { get; init; } = Backbone.Pooled;

    /// <summary>Whether the map of a cut is averaged to one vector an image. What a row of several cuts holds, <see cref="FrozenNetwork"/> says.</summary>
    public bool Pooled { get; init; } = true;

    /// <summary>Number format of the computation; the fastest of this machine where null.</summary>
    public Precision? Precision { get; init; }

    /// <summary>Number format on disk: half precision keeps 11 bits, more than bfloat16 computes.</summary>
    public Precision Stored { get; init; } = Features.Precision.Float16;

    /// <summary>The key of the features of a list of images.</summary>
    /// <param name="images">N images in order.</param>
    /// <param name="view">How the network looks at them.</param>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them.</exception>
    public FeatureKey Key(IReadOnlyList<SceneImage> images, FeatureView view = FeatureView.Plain)
    {
        Precision computed = Precision ?? PrecisionProbe.Current.Fastest;
        return new FeatureKey(
            FeatureKey.HashImages(images.Select(image => image.ContentHash)), images.Count, Network.Spec.Name, Network.Identity, Cut,
            Pooled || Cuts.IsPooled(Cut), Preprocessing, view, computed, Stored,
            Device.Current.IsCuda ? "cuda" : "cpu", ImageFile.CodecVersion, torch.__version__)
        {
            Fused = FrozenNetwork.CanFuse(computed),
            Winograd = FrozenNetwork.CanUseWinograd(computed),
        };
    }

    /// <summary>The features of a list of images: from the cache, or computed and kept.</summary>
    /// <param name="images">N images in order.</param>
    /// <param name="view">How the network looks at them.</param>
    /// <param name="cache">Where they are kept; the user's cache where null.</param>
    /// <param name="progress">Hears how many images are done.</param>
    /// <param name="report">Hears of waiting, of damaged files and of room made.</param>
    /// <param name="cancellation">Stops between batches; finished chunks stay.</param>
    /// <returns>The features; the caller's to dispose.</returns>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them. Or an image is gone.</exception>
    /// <exception cref="ImageFormatException">A file is no image that can be read; the message names it.</exception>
    /// <exception cref="InvalidDataException">The weights are damaged, or an image has changed since the set was opened.</exception>
    /// <exception cref="ArgumentException">There are no images.</exception>
    /// <exception cref="IOException">The disk or the cache's limit is too small.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public FeatureSet Extract(
        IReadOnlyList<SceneImage> images, FeatureView view = FeatureView.Plain, FeatureCache? cache = null,
        IProgress<ExtractionProgress>? progress = null, Action<string>? report = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(images);
        FrozenNetwork? network = null;
        try
        {
            return (cache ?? new FeatureCache()).GetOrCompute(Key(images, view), Prepare, progress, report, cancellation);

            FeatureBatches Prepare()
            {
                network = Open();
                return new FeatureBatches(network.RowShape, start => Stream(network, [.. images.Skip(start)], view, cancellation));
            }
        }
        finally
        {
            network?.Dispose();
        }
    }

    /// <summary>Batches of features; each image is then hashed again, because its content decides under which key others find them.</summary>
    private static IEnumerable<torch.Tensor> Stream(FrozenNetwork network, SceneImage[] images, FeatureView view, CancellationToken cancellation)
    {
        int done = 0;
        foreach (torch.Tensor batch in network.Stream([.. images.Select(image => image.Path)], view, cancellation))
        {
            int first = done;
            done += (int)batch.shape[0];
            try
            {
                Workers.Run(done - first, i => CheckUnchanged(images[first + i]), cancellation); // 2 % of the time of the fastest network where one thread does it
            }
            catch
            {
                batch.Dispose();
                throw;
            }
            yield return batch;
        }
    }

    private static void CheckUnchanged(SceneImage image)
    {
        if (ContentHash.OfFile(image.Path) != image.ContentHash)
            throw new InvalidDataException($"{image.Path} has changed since the images were opened, so its features belong to neither content. Open the images again.");
    }

    /// <summary>Loads the network and makes it fast.</summary>
    /// <returns>The caller's to dispose.</returns>
    /// <exception cref="FileNotFoundException">There are no weights; the message says which command gets them.</exception>
    public FrozenNetwork Open()
    {
        using Backbone network = Network.Load();
        return new FrozenNetwork(network, Preprocessing, Cut, Pooled, Precision);
    }
}

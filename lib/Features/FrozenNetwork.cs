using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Backbones.Layers;
using Scenes.Backbones.Winograd;
using Scenes.Imaging;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>
/// A network that only computes features: batch norm folded, sums and activations done by the convolutions before them where that is possible,
/// 3 x 3 convolutions in fp32 with fewer multiplications, channels last, in the fastest precision, without gradients.
/// </summary>
/// <remarks>It holds a copy of the weights; the network it was made from stays as it was and may be trained further.</remarks>
public sealed class FrozenNetwork : IDisposable
{
    // On a CPU 16 and 32 differ by less than the noise, and larger ones leave the cache.
    private const int CpuBatch = 32, CudaBatch = FeatureCache.ChunkRows;

    // Bytes of a batch's largest map on a CPU; two of these exist at once. VGG16's first maps at 224 pixels are 392 MiB in fp32 for 32 images.
    private const long LargestMap = 128 << 20;

    private readonly Backbone network;
    private readonly FusedNetwork? fused;
    private readonly torch.ScalarType inputType;

    /// <summary>Copies a network up to a cut and makes it fast.</summary>
    /// <param name="source">The network; not changed.</param>
    /// <param name="preprocessing">How images become inputs; the weights' own, unless there is a reason.</param>
    /// <param name="cut">The stage whose map is kept, or <see cref="Backbone.Pooled"/>, or several; see <see cref="Cuts"/>.</param>
    /// <param name="pooled">
    /// Whether maps are averaged to one vector an image. Always so at <see cref="Backbone.Pooled"/>. Where not, and several stages are cut
    /// at, a row has the means of the earlier maps and then the last map, flattened, as <see cref="RemainingStages"/> takes it.
    /// </param>
    /// <param name="precision">Number format; the fastest of this machine where null.</param>
    /// <exception cref="ArgumentException">The network has no such stage, or the images are too small for it, or its batch norm is folded already.</exception>
    public FrozenNetwork(
        Backbone source, Preprocessing preprocessing, string cut = Backbone.Pooled, bool pooled = true, Precision? precision = null)
        : this(source, preprocessing, cut, pooled, precision, fuse: true)
    {
    }

    /// <summary>With the choice to run the layers one by one, each as libtorch has it, for measuring the difference.</summary>
    internal FrozenNetwork(Backbone source, Preprocessing preprocessing, string cut, bool pooled, Precision? precision, bool fuse)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (source.modules().OfType<FoldableBatchNorm>().Any(norm => norm.IsFolded))
            throw new ArgumentException($"Batch norm of this {source.Spec.Name} is folded into its convolutions. Give the network as it was loaded; it is folded here, in a copy.", nameof(source));
        Preprocessing = preprocessing;
        Cut = cut;
        IsPooled = pooled || Cuts.IsPooled(cut);
        Precision = precision ?? PrecisionProbe.Current.Fastest;
        network = Copy(source);
        try
        {
            Folding.Fold(network, cut);
            network.to(Device.Current.Torch);
            long largest = Device.Current.IsCuda ? 0 : ElementsOfLargestMap();
            if (fuse && CanFuse(Precision)) fused = FusedNetwork.Of(network, cut); // all layers are still in fp32
            inputType = Reduce(Precision.ScalarType());
            ChannelsLast.Convert(network);
            RowShape = FindRowShape();
            long rowBytes = RowShape.Aggregate((long)sizeof(float), (product, side) => product * side);
            int fitting = HalveToFit(Device.Current.IsCuda ? CudaBatch : CpuBatch, rowBytes, FeatureCache.ChunkBytes);
            BatchSize = Device.Current.IsCuda ? LargestBatch(fitting) : HalveToFit(fitting, largest * inputType.ElementSize(), LargestMap);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Name of the network.</summary>
    public string Network => network.Spec.Name;

    /// <summary>How images become inputs.</summary>
    public Preprocessing Preprocessing { get; }

    /// <summary>The stage whose output is kept, or several.</summary>
    public string Cut { get; }

    /// <summary>Whether a row is a vector and not a map.</summary>
    public bool IsPooled { get; }

    /// <summary>Number format of the computation.</summary>
    public Precision Precision { get; }

    /// <summary>The shape of one image's features: D, or C x H x W.</summary>
    public IReadOnlyList<long> RowShape { get; }

    /// <summary>Images that <see cref="Stream"/> computes at once; divides <see cref="FeatureCache.ChunkRows"/>.</summary>
    public int BatchSize { get; }

    /// <summary>Whether convolutions add skips and apply activations themselves on this machine; see <see cref="FusedNetwork"/>.</summary>
    /// <param name="precision">Number format of the computation.</param>
    internal static bool CanFuse(Precision precision) => !Device.Current.IsCuda && FusedConvolution.Supports(precision.ScalarType());

    /// <summary>Whether 3 x 3 convolutions are computed by Winograd's algorithm on this machine; see <see cref="WinogradConvolution"/>.</summary>
    /// <param name="precision">Number format of the computation.</param>
    internal static bool CanUseWinograd(Precision precision) => precision == Precision.Float32 && CanFuse(precision) && WinogradConvolution.IsSupported;

    /// <summary>Features of a batch of images.</summary>
    /// <param name="images">B x 3 x S x S, uint8, RGB.</param>
    /// <param name="view">How the network looks at them.</param>
    /// <returns>B x D or B x C x H x W, float32, on the CPU; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">Maps of whole and centre were asked for, which cannot be averaged.</exception>
    public torch.Tensor Run(torch.Tensor images, FeatureView view = FeatureView.Plain)
    {
        ArgumentNullException.ThrowIfNull(images);
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        torch.Tensor input = Normalisation.Apply(images.to(Device.Current.Torch, non_blocking: true), Preprocessing); // B x 3 x S x S
        if (view.IsFlipped()) input = input.flip(3);
        torch.Tensor features = Features(input);
        if (view.HasCentre())
        {
            if (!IsPooled) throw new ArgumentException($"{view} averages features, and maps of the whole and of the centre show different places; cut {Cut} with pooled: true.", nameof(view));
            features = (features + Features(CentreCrop.Of(input))) / 2;
        }
        return features.cpu().contiguous().MoveToOuterDisposeScope();
    }

    private torch.Tensor Features(torch.Tensor input)
    {
        torch.Tensor images = ChannelsLast.Convert(input.to(inputType));
        IReadOnlyList<torch.Tensor> maps = fused?.Maps(images) ?? network.Maps(images, Cut);
        torch.Tensor[] earlier = [.. maps.SkipLast(1).Select(Mean)];
        torch.Tensor last = IsPooled ? Mean(maps[^1]) : maps[^1].to(torch.ScalarType.Float32);
        return earlier.Length == 0 ? last : torch.cat([.. earlier, last.flatten(1)], 1);

        static torch.Tensor Mean(torch.Tensor map) => map.mean([2, 3], type: torch.ScalarType.Float32); // bfloat16 would round it
    }

    /// <summary>Features of image files in order, batch by batch; the next batch is decoded while this one is computed.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="view">How the network looks at them.</param>
    /// <param name="cancellation">Stops the decoding.</param>
    /// <returns>Batches as <see cref="Run"/> returns them; the caller's to dispose.</returns>
    /// <exception cref="ImageFormatException">A file is no image that can be read; the message names it.</exception>
    public IEnumerable<torch.Tensor> Stream(IReadOnlyList<string> paths, FeatureView view = FeatureView.Plain, CancellationToken cancellation = default)
    {
        foreach (torch.Tensor images in ImageBatch.Stream(paths, Preprocessing, BatchSize, cancellation: cancellation))
            using (images)
                yield return Run(images, view);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        fused?.Dispose();
        network.Dispose();
    }

    /// <summary>Sets the number format of the stages and gives back that of the input: the first stages stay in fp32 where the network asks for it.</summary>
    private torch.ScalarType Reduce(torch.ScalarType type)
    {
        int exact = network.Spec.ExactThrough is { } last ? network.StageCount(last) : 0;
        foreach (Stage stage in network.Stages.Skip(exact)) stage.Module.to(type);
        if (exact == 0) return type;
        network.Stages[exact].Module.register_forward_pre_hook((_, map) => ChannelsLast.Convert(map.to(type)));
        return torch.ScalarType.Float32;
    }

    private static Backbone Copy(Backbone source)
    {
        Backbone copy = source.Spec.Construct(source.Spec, 0, source.WidthFactor);
        Dictionary<string, torch.Tensor> values = source.state_dict();
        using var noGradient = torch.no_grad();
        foreach ((string name, torch.Tensor target) in copy.state_dict()) target.copy_(values[name]);
        copy.Freeze();
        copy.eval();
        return copy;
    }

    /// <summary>The largest power of two up to a batch that the GPU's free memory holds, found by trying.</summary>
    private int LargestBatch(int most)
    {
        for (int size = most; ; size /= 2)
        {
            try
            {
                using torch.Tensor blank = torch.zeros(size, 3, Preprocessing.ImageSize, Preprocessing.ImageSize, torch.ScalarType.Byte);
                using torch.Tensor features = Run(blank);
                return size;
            }
            catch (System.Runtime.InteropServices.ExternalException e) when (size > 1 && e.Message.Contains("out of memory", StringComparison.Ordinal))
            {
                // Half of it may fit.
            }
        }
    }

    /// <summary>Halves a batch until it takes no more room than allowed.</summary>
    private static int HalveToFit(int size, long bytesOfOne, long most)
    {
        while (size > 1 && size * bytesOfOne > most) size /= 2;
        return size;
    }

    /// <summary>C x H x W of the layer up to the cut that has most.</summary>
    private long ElementsOfLargestMap()
    {
        long[] image = [1, 3, Preprocessing.ImageSize, Preprocessing.ImageSize];
        return NetworkInspector.Trace(network, NetworkInspector.Leaves(network), image, input => network.Maps(input, Cut))
            .Steps.Max(step => step.Shape.Aggregate(1L, (product, side) => product * side));
    }

    private long[] FindRowShape()
    {
        using torch.Tensor blank = torch.zeros(1, 3, Preprocessing.ImageSize, Preprocessing.ImageSize, torch.ScalarType.Byte);
        using torch.Tensor features = Run(blank);
        return features.shape[1..];
    }
}

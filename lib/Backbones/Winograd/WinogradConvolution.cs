using System.Runtime.Intrinsics.X86;
using Scenes.Backbones.Layers;
using Scenes.Runtime;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones.Winograd;

/// <summary>
/// A 3 x 3 convolution in fp32 with a half to a quarter of its multiplications: F(4 x 4, 3 x 3) of Lavin and Gray, "Fast algorithms for convolutional neural
/// networks" (2016).
/// </summary>
/// <remarks>
/// A tile's pixels become 36 points, those of each filter too, and a convolution of tiles is a product point by point, summed over channels: 36 matrix
/// products. oneDNN no longer has this algorithm for x64. Each worker takes a few dozen tiles from their pixels to their results, so that what lies between stays in its caches.
/// The results differ from the plain sums by some 1e-5 of the largest (the paper's table 4 has the same), and not with the batch or the number of threads.
/// </remarks>
internal sealed unsafe class WinogradConvolution : IDisposable
{
    // Tiles that a worker takes at once. Fewer read the filters more often, more leave the caches; of wide layers reading the filters costs most.
    private const int WorkTiles = 8 * PanelProduct.Rows, WorkTilesOfWideLayer = 2 * WorkTiles, WideLayer = 512;

    // Numbers between the points of a worker's tiles: with a power of two they would all fall into the same places of a cache.
    private const int Gap = 16;

    // Below this the transforms cost more than the products save.
    private const double WorthIt = 2;

    private readonly long padding;
    private readonly int channels, filters;
    private readonly Tensor points, bias;

    /// <summary>Transforms the filters.</summary>
    /// <param name="convolution">A layer that <see cref="Suits"/>; not changed, and not needed afterwards.</param>
    public WinogradConvolution(Conv2d convolution)
    {
        padding = convolution.padding![0];
        (filters, channels) = ((int)convolution.weight.shape[0], (int)convolution.weight.shape[1]);
        using var scope = NewDisposeScope();
        points = FilterTransform.Run(convolution.weight).DetachFromDisposeScope();
        bias = (convolution.bias is { } given ? given.detach().clone() : zeros(filters, ScalarType.Float32)).DetachFromDisposeScope();
    }

    /// <summary>Whether this processor has the instructions: AVX2 and FMA.</summary>
    public static bool IsSupported => Avx2.IsSupported && Fma.IsSupported;

    /// <summary>Whether a layer can be computed so, and faster for maps of this size.</summary>
    /// <param name="convolution">The layer, with zero padding.</param>
    /// <param name="input">N x C x H x W.</param>
    public static bool Suits(Conv2d convolution, Tensor input) =>
        IsSupported && input.dtype == ScalarType.Float32 && convolution.weight.dtype == ScalarType.Float32
        && convolution.weight.shape is [var filters and > 0, var channels and > 0, 3, 3]
        && filters % PanelProduct.Columns == 0 && channels % PanelProduct.Columns == 0 && convolution.groups == 1
        && convolution.stride is [1, 1] && convolution.dilation is [1, 1] && convolution.padding is [var vertical, var horizontal] && vertical == horizontal
        && Grid(input, vertical) is { Images: > 0, ResultHeight: > 0, ResultWidth: > 0, Saving: >= WorthIt };

    /// <summary>activation(convolution(input)).</summary>
    /// <param name="input">N x C x H x W, float32, best in channels-last order.</param>
    /// <param name="activation">What is applied last.</param>
    /// <returns>N x K x H' x W' in channels-last order, the caller's to dispose.</returns>
    public Tensor Run(Tensor input, Activation activation)
    {
        using var scope = NewDisposeScope();
        TileGrid grid = Grid(input, padding);
        Tensor images = input.permute(0, 2, 3, 1).contiguous();
        Tensor results = empty([grid.Images, grid.ResultHeight, grid.ResultWidth, filters], ScalarType.Float32);
        int threads = get_num_threads(), size = TilesAtOnce(grid.Count, threads), parts = (grid.Count + size - 1) / size, workers = Math.Min(threads, parts);
        long inputStride = (long)size * channels + Gap, productStride = (long)size * filters + Gap;
        Tensor room = empty([workers, TileGrid.Points * (inputStride + productStride)], ScalarType.Float32), edge = zeros(channels, ScalarType.Float32);
        nint source = TensorMemory.Of(images), target = TensorMemory.Of(results), scratch = TensorMemory.Of(room), beyond = TensorMemory.Of(edge);
        nint right = TensorMemory.Of(points), shift = TensorMemory.Of(bias);
        int next = -1;
        Parallel.For(0, workers, new ParallelOptions { MaxDegreeOfParallelism = workers }, worker =>
        {
            float* inputs = (float*)scratch + worker * TileGrid.Points * (inputStride + productStride), products = inputs + TileGrid.Points * inputStride;
            for (int part; (part = Interlocked.Increment(ref next)) < parts;)
            {
                int first = part * size, count = Math.Min(size, grid.Count - first);
                for (int tile = 0; tile < count; tile++)
                    InputTransform.Run((float*)source, (float*)beyond, grid, first + tile, channels, inputs + (long)tile * channels, inputStride);
                for (int point = 0; point < TileGrid.Points; point++)
                    PanelProduct.Run(inputs + point * inputStride, (float*)right + (long)point * channels * filters, products + point * productStride, count, channels, filters);
                for (int tile = 0; tile < count; tile++)
                    OutputTransform.Run(products + (long)tile * filters, productStride, (float*)shift, activation, grid, first + tile, filters, (float*)target);
            }
        });
        GC.KeepAlive(this);
        return results.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        points.Dispose();
        bias.Dispose();
    }

    private static TileGrid Grid(Tensor input, long padding) => new((int)input.shape[0], (int)input.shape[2], (int)input.shape[3], (int)padding);

    /// <summary>Equal parts of every worker's share, so that none waits for another.</summary>
    private int TilesAtOnce(int tiles, int threads)
    {
        int most = channels + filters > WideLayer ? WorkTilesOfWideLayer : WorkTiles;
        int share = Quotient(tiles, threads), turn = Quotient(share, Quotient(share, most));
        return Quotient(turn, PanelProduct.Rows) * PanelProduct.Rows;

        static int Quotient(int number, int divisor) => (number + divisor - 1) / divisor;
    }
}

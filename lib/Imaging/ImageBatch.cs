using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Imaging;

/// <summary>Many image files as one tensor: decoded in parallel, resized, cropped and written straight into the tensor's memory.</summary>
public static class ImageBatch
{
    /// <summary>Decodes all files into one tensor.</summary>
    /// <param name="paths">N readable image files.</param>
    /// <param name="preprocessing">Size, crop and kernel; mean and std are not applied here (see <see cref="Normalisation"/>).</param>
    /// <param name="limits">What a file may ask of memory; by default <see cref="ImageLimits.Default"/>.</param>
    /// <param name="threads">Threads that decode; by default as many as torch computes with.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>N x 3 x S x S, uint8, RGB, on the CPU; image i is file i. It belongs to the caller's dispose scope.</returns>
    /// <exception cref="ArgumentException">A value of <paramref name="preprocessing"/> is out of range.</exception>
    /// <exception cref="ImageFormatException">A file is no image that can be read; of several the first in order is named.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> was cancelled.</exception>
    public static Tensor Load(
        IReadOnlyList<string> paths, Preprocessing preprocessing, ImageLimits? limits = null, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(preprocessing);
        return LoadRange(paths, 0, paths.Count, preprocessing.Validated(), limits ?? ImageLimits.Default, Workers.Count(threads), cancellation);
    }

    /// <summary>Decodes files batch by batch, in order. The next batch is decoded while the caller computes; no more than two exist at a time.</summary>
    /// <param name="paths">N readable image files.</param>
    /// <param name="preprocessing">As for <see cref="Load"/>.</param>
    /// <param name="batchSize">Images a batch, at least 1; the last batch may have fewer.</param>
    /// <param name="limits">As for <see cref="Load"/>.</param>
    /// <param name="threads">As for <see cref="Load"/>.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>Tensors as <see cref="Load"/> makes them, but in no dispose scope, and page-locked where there is CUDA: the caller disposes each.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    /// <remarks>Errors come as from <see cref="Load"/>, when the batch of the faulty file is asked for.</remarks>
    public static IEnumerable<Tensor> Stream(
        IReadOnlyList<string> paths, Preprocessing preprocessing, int batchSize, ImageLimits? limits = null, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (batchSize < 1) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}. Allowed: at least 1.");
        return Batches(paths, preprocessing.Validated(), batchSize, limits ?? ImageLimits.Default, Workers.Count(threads), tolerant: false, cancellation)
            .Select(batch => batch.Images);
    }

    /// <summary>As <see cref="Stream"/>, but a file that cannot be read stops nothing: its place holds zeros, and the batch says what is wrong.</summary>
    /// <param name="paths">N files of any kind.</param>
    /// <param name="preprocessing">As for <see cref="Load"/>.</param>
    /// <param name="batchSize">As for <see cref="Stream"/>.</param>
    /// <param name="limits">As for <see cref="Load"/>.</param>
    /// <param name="threads">As for <see cref="Load"/>.</param>
    /// <param name="cancellation">Stops between two images.</param>
    /// <returns>Batches in order; the caller disposes each.</returns>
    /// <exception cref="ArgumentException">An argument is out of range.</exception>
    public static IEnumerable<LoadedBatch> StreamReadable(
        IReadOnlyList<string> paths, Preprocessing preprocessing, int batchSize, ImageLimits? limits = null, int? threads = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(paths);
        ArgumentNullException.ThrowIfNull(preprocessing);
        if (batchSize < 1) throw new ArgumentOutOfRangeException(nameof(batchSize), batchSize, $"batchSize is {batchSize}. Allowed: at least 1.");
        return Batches(paths, preprocessing.Validated(), batchSize, limits ?? ImageLimits.Default, Workers.Count(threads), tolerant: true, cancellation);
    }

    private static IEnumerable<LoadedBatch> Batches(
        IReadOnlyList<string> paths, Preprocessing preprocessing, int batchSize, ImageLimits limits, int threads, bool tolerant, CancellationToken cancellation)
    {
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<LoadedBatch>? pending = Begin(0);
        try
        {
            for (int start = 0; pending is not null; start += batchSize)
            {
                LoadedBatch batch = pending.GetAwaiter().GetResult();
                pending = Begin(start + batchSize);
                yield return batch;
            }
        }
        finally
        {
            // The caller stopped early or a file failed: nothing may stay behind.
            abandoned.Cancel();
            ((IAsyncResult?)pending)?.AsyncWaitHandle.WaitOne();
            if (pending is { IsCompletedSuccessfully: true }) pending.Result.Dispose();
        }

        Task<LoadedBatch>? Begin(int start) => start >= paths.Count ? null : Task.Run(() => LoadPart(start, Math.Min(batchSize, paths.Count - start)), CancellationToken.None);

        LoadedBatch LoadPart(int start, int count)
        {
            var errors = new string?[count];
            Tensor images = Pinned(LoadRange(paths, start, count, preprocessing, limits, threads, abandoned.Token, tolerant ? errors : null)).DetachFromDisposeScope();
            return new LoadedBatch(images, [.. Enumerable.Range(start, count).Select(i => paths[i])], errors);
        }
    }

    private static unsafe Tensor LoadRange(
        IReadOnlyList<string> paths, int start, int count, Preprocessing preprocessing, ImageLimits limits, int threads, CancellationToken cancellation,
        string?[]? errors = null)
    {
        int size = preprocessing.ImageSize, imageBytes = checked(3 * size * size);
        Tensor batch = empty([count, 3, size, size], ScalarType.Byte);
        try
        {
            if (count > 0)
            {
                nint memory = TensorMemory.Of(batch);
                Workers.Run(count, threads, () => new ImageLoader(preprocessing, limits),
                    (i, loader) =>
                    {
                        var planes = new Span<byte>((byte*)memory + (nint)i * imageBytes, imageBytes);
                        if (errors is null) loader.Load(paths[start + i], planes);
                        else errors[i] = loader.TryLoad(paths[start + i], planes);
                    }, cancellation);
            }
            return batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    /// <summary>With CUDA the batch in page-locked memory, from which a GPU copies while the caller goes on.</summary>
    private static Tensor Pinned(Tensor batch)
    {
        try
        {
            if (!Runtime.Device.Current.IsCuda) return batch;
            using (batch) return batch.pin_memory();
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }
}

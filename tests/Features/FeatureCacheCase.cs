using Scenes.Features;
using TorchSharp;

namespace Scenes.Tests.Features;

/// <summary>A cache in a folder of its own, and features that count how they are computed.</summary>
public abstract class FeatureCacheCase : IDisposable
{
    protected const int Images = 600, Width = 3; // three chunks, the last one short

    private int computedBatches;

    protected string Folder { get; } = Directory.CreateTempSubdirectory("scenes-").FullName;

    private protected FeatureKey Key { get; } = FeatureKeyTests.Key with { Count = Images };

    /// <summary>The first image of the last computation; -1 before there was one.</summary>
    protected int ComputedFrom { get; private set; } = -1;

    protected int ComputedBatches => computedBatches;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected static float Value(int image, int column) => (image * 7 + column) / 3f;

    private protected static void AssertRight(FeatureSet set)
    {
        using torch.Tensor all = set.All();
        Assert.Equal([Images, Width], all.shape);
        Assert.Equal(Enumerable.Range(0, Images * Width).Select(i => Value(i / Width, i % Width)), all.data<float>().ToArray());
    }

    protected static void Damage(string path, int fromEnd)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^fromEnd] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Batches of up to 100 images that start on chunk borders, as an extraction's do.</summary>
    private protected Func<FeatureBatches> Source(int stopAt = int.MaxValue, ManualResetEventSlim? after = null) => () => new FeatureBatches([Width], from => Batches(from, stopAt, after));

    protected IEnumerable<torch.Tensor> Batches(int from, int stopAt, ManualResetEventSlim? after)
    {
        ComputedFrom = from;
        for (int start = from; start < Images;)
        {
            int size = Math.Min(Math.Min(100, Images - start), FeatureCache.ChunkRows - start % FeatureCache.ChunkRows);
            if (start + size > stopAt) throw new TimeoutException("killed");
            after?.Wait(TimeSpan.FromMinutes(1));
            Interlocked.Increment(ref computedBatches);
            yield return torch.tensor(Enumerable.Range(start * Width, size * Width).Select(i => Value(i / Width, i % Width)).ToArray(), [size, Width]);
            start += size;
        }
    }
}

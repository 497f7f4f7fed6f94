using Scenes.Backbones;
using Scenes.Features;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Pooled features of whole images from cached maps: only the stages after the cut run, a fraction of the whole network.</summary>
internal static class RemainingFeatures
{
    private const int BatchSize = 32; // divides FeatureCache.ChunkRows, so that a killed pass continues at a chunk

    /// <summary>The pooled features that belong to cached maps: from the cache, or computed and kept.</summary>
    /// <param name="maps">Maps at the cut.</param>
    /// <param name="stages">The stages after it, with the weights that the maps were made with.</param>
    /// <param name="options">Number format and memory order.</param>
    /// <param name="surroundings">Cache and progress.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static FeatureSet Extract(
        FeatureSet maps, RemainingStages stages, TrainingOptions options, TransferOptions surroundings, CancellationToken cancellation)
    {
        FeatureKey key = maps.Key with
        {
            Cut = $"{maps.Key.Cut}-{Backbone.Pooled}",
            Pooled = true,
            Computed = options.Precision,
        };
        return (surroundings.Cache ?? new FeatureCache()).GetOrCompute(
            key, () => new FeatureBatches([stages.FeatureWidth], start => Batches(maps, start, stages, options)), surroundings.Extraction, surroundings.Report, cancellation);
    }

    private static IEnumerable<Tensor> Batches(FeatureSet maps, int start, RemainingStages stages, TrainingOptions options)
    {
        using var weights = new NetworkWeights(stages, options);
        stages.eval();
        foreach (long[] rows in Enumerable.Range(start, maps.Count - start).Select(row => (long)row).Chunk(BatchSize)) yield return Batch(maps.Rows(rows), stages, options);
    }

    private static Tensor Batch(Tensor rows, RemainingStages stages, TrainingOptions options)
    {
        using (rows)
        using (no_grad())
        using (NewDisposeScope())
            return stages.call(Inference.Place(rows, options.Precision, options.ChannelsLast)).to(ScalarType.Float32).cpu().MoveToOuterDisposeScope();
    }
}

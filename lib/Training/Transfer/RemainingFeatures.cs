using Scenes.Backbones;
using Scenes.Features;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Pooled features of whole images from cached maps: only the stages after the cut run, a fraction of the whole network.</summary>
internal static class RemainingFeatures
{
    private const int BatchSize = 32; // divides FeatureCache.ChunkRows, so that a killed pass continues at a chunk

    /// <summary>The pooled features that belong to maps: from the cache, or computed and kept.</summary>
    /// <param name="mapsKey">The key of maps at the cut.</param>
    /// <param name="maps">Opens them; called where features must be computed. Not disposed here.</param>
    /// <param name="stages">Gives the stages after the cut, with the weights that the maps were made with; called as <paramref name="maps"/> is.</param>
    /// <param name="options">Number format and memory order.</param>
    /// <param name="surroundings">Cache and progress.</param>
    /// <param name="cancellation">Stops between batches.</param>
    public static FeatureSet Extract(
        FeatureKey mapsKey, Func<FeatureSet> maps, Func<RemainingStages> stages, TrainingOptions options, TransferOptions surroundings, CancellationToken cancellation)
    {
        return (surroundings.Cache ?? new FeatureCache()).GetOrCompute(Key(mapsKey, options.Precision), Prepare, surroundings.Extraction, surroundings.Report, cancellation);

        FeatureBatches Prepare()
        {
            RemainingStages rest = stages();
            FeatureSet opened = maps();
            return new FeatureBatches([rest.FeatureWidth], start => Batches(opened, start, rest, options));
        }
    }

    /// <summary>The key of pooled features that are made from maps.</summary>
    /// <param name="maps">The key of the maps.</param>
    /// <param name="computed">Number format of the stages after the cut.</param>
    internal static FeatureKey Key(FeatureKey maps, Precision computed) => maps with
    {
        Cut = $"{maps.Cut}-{Backbone.Pooled}",
        Pooled = true,
        Computed = computed,
        Maps = maps.Computed,
    };

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
            return stages.Features(rows, map => Inference.Place(map, options.Precision, options.ChannelsLast));
    }
}

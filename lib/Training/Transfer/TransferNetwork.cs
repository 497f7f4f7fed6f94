using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Training;

/// <summary>A pretrained network as a recipe uses it: what is frozen and cached, and what is left to learn.</summary>
internal sealed class TransferNetwork : IDisposable
{
    private readonly TransferOptions options;
    private readonly FeatureSource source;
    private readonly bool opens;
    private readonly TrainingOptions format;
    private readonly Pretrained pretrained;
    private Backbone? backbone;
    private RemainingStages? stages;

    public TransferNetwork(Pretrained pretrained, Recipe recipe, TransferOptions options)
    {
        this.options = options;
        this.pretrained = pretrained;
        Cut = recipe.CutOf(pretrained.Spec);
        opens = recipe.Opens != Opening.HeadOnly && !Cuts.IsPooled(Cut);
        string? maps = recipe.MapsCutOf(pretrained.Spec);
        bool keepsMaps = opens || maps is not null;
        source = new FeatureSource(pretrained) { Preprocessing = recipe.PreprocessingOf(pretrained), Cut = maps ?? Cut, Pooled = !keepsMaps };
        if (keepsMaps && !pretrained.Spec.HasWeightsAfter(source.Cut))
            throw new ArgumentException($"Recipe '{recipe.Name}' keeps maps of {pretrained.Spec.Name} at '{source.Cut}', and no stage after it has weights. "
                + "Cut the network earlier, or cache features alone.", nameof(recipe));
        format = (recipe.Training ?? Recipe.ModernOpened.Training!) with { Precision = PrecisionProbe.Current.FastestForTraining };
        Training = opens ? format : recipe.Training;
        if (opens) LoadStages();
    }

    /// <summary>The last frozen stage, with the earlier ones whose means stand beside; see <see cref="Cuts"/>.</summary>
    public string Cut { get; }

    /// <summary>The recipe's options with the number format of this machine.</summary>
    public TrainingOptions? Training { get; }

    /// <summary>The network whose last stages learn; null where it is frozen as a whole.</summary>
    public Backbone? Backbone => opens ? backbone : null;

    /// <summary>What learns of it: maps at the cut to feature vectors.</summary>
    public RemainingStages? Stages => opens ? stages : null;

    /// <summary>Cached inputs of what learns: maps at the cut where stages are open, else feature vectors.</summary>
    public FeatureViews Features(IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, CancellationToken cancellation) =>
        Collect(images, views.Select(view => source.Pooled || opens ? Extract(images, view, cancellation) : Pooled(images, view, cancellation)));

    /// <summary>Pooled features of the network as it was pretrained, made from open maps at the cut.</summary>
    public FeatureViews PooledFeatures(FeatureViews maps, IReadOnlyList<SceneImage> images, CancellationToken cancellation) =>
        Collect(images, maps.Views.Select(view => RemainingFeatures.Extract(view.Key, () => view, LoadStages, format, options, cancellation)));

    public void Dispose()
    {
        stages?.Dispose();
        backbone?.Dispose();
    }

    private FeatureSet Extract(IReadOnlyList<SceneImage> images, FeatureView view, CancellationToken cancellation) =>
        source.Extract(images, view, options.Cache, options.Extraction, options.Report, cancellation);

    /// <summary>Pooled features; neither maps nor weights are read where the cache has them.</summary>
    private FeatureSet Pooled(IReadOnlyList<SceneImage> images, FeatureView view, CancellationToken cancellation)
    {
        FeatureSet? maps = null;
        try
        {
            return RemainingFeatures.Extract(source.Key(images, view), () => maps = Extract(images, view, cancellation), LoadStages, format, options, cancellation);
        }
        finally
        {
            maps?.Dispose();
        }
    }

    private RemainingStages LoadStages()
    {
        if (stages is not null) return stages;
        Backbone network = pretrained.Load();
        try
        {
            if (Device.Current.IsCuda) network.to(Device.Current.Torch);
            network.Freeze(source.Cut);
            stages = network.StagesAfter(source.Cut);
            backbone = network;
            return stages;
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    private static FeatureViews Collect(IReadOnlyList<SceneImage> images, IEnumerable<FeatureSet> views)
    {
        var sets = new List<FeatureSet>();
        try
        {
            foreach (FeatureSet view in views) sets.Add(view);
            return new FeatureViews(images, sets);
        }
        catch
        {
            foreach (FeatureSet set in sets) set.Dispose();
            throw;
        }
    }
}

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
    private readonly RemainingStages? stages;
    private readonly Backbone? backbone;

    public TransferNetwork(Pretrained pretrained, Recipe recipe, TransferOptions options)
    {
        this.options = options;
        Cut = recipe.CutOf(pretrained.Spec);
        opens = recipe.Opens != Opening.HeadOnly && !Cuts.IsPooled(Cut);
        string? maps = recipe.MapsCutOf(pretrained.Spec);
        bool keepsMaps = opens || maps is not null;
        string cachedAt = maps ?? Cut;
        source = new FeatureSource(pretrained) { Preprocessing = recipe.PreprocessingOf(pretrained), Cut = cachedAt, Pooled = !keepsMaps };
        format = (recipe.Training ?? Recipe.ModernOpened.Training!) with { Precision = PrecisionProbe.Current.FastestForTraining };
        Training = opens ? format : recipe.Training;
        if (!keepsMaps) return;
        backbone = pretrained.Load();
        try
        {
            if (Device.Current.IsCuda) backbone.to(Device.Current.Torch);
            backbone.Freeze(cachedAt);
            stages = backbone.StagesAfter(cachedAt);
        }
        catch
        {
            backbone.Dispose();
            throw;
        }
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
    public FeatureViews Features(IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, CancellationToken cancellation)
    {
        FeatureViews cached = Collect(images, views, view => source.Extract(images, view, options.Cache, options.Extraction, options.Report, cancellation));
        if (stages is null || opens) return cached;
        using (cached) return PooledFeatures(cached, images, views, cancellation);
    }

    /// <summary>Pooled features of the network as it was pretrained, made from the maps at the cut.</summary>
    public FeatureViews PooledFeatures(FeatureViews maps, IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, CancellationToken cancellation) =>
        Collect(images, views, view => RemainingFeatures.Extract(
            maps.Views[views.Index().First(item => item.Item == view).Index], stages!, format, options, cancellation));

    public void Dispose()
    {
        stages?.Dispose();
        backbone?.Dispose();
    }

    private static FeatureViews Collect(IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, Func<FeatureView, FeatureSet> extract)
    {
        var sets = new List<FeatureSet>();
        try
        {
            foreach (FeatureView view in views) sets.Add(extract(view));
            return new FeatureViews(images, sets);
        }
        catch
        {
            foreach (FeatureSet set in sets) set.Dispose();
            throw;
        }
    }
}

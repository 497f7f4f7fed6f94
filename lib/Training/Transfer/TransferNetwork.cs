using Scenes.Backbones;
using Scenes.Data;
using Scenes.Features;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Training;

/// <summary>A pretrained network as a recipe uses it: what is frozen and cached, and what is left to learn.</summary>
internal sealed class TransferNetwork : IDisposable
{
    private readonly Pretrained pretrained;
    private readonly TransferOptions options;
    private readonly FeatureSource source;

    public TransferNetwork(Pretrained pretrained, Recipe recipe, TransferOptions options)
    {
        this.pretrained = pretrained;
        this.options = options;
        Cut = recipe.CutOf(pretrained.Spec);
        bool opens = recipe.Opens != Opening.HeadOnly && Cut != Backbone.Pooled;
        source = new FeatureSource(pretrained) { Preprocessing = recipe.PreprocessingOf(pretrained), Cut = Cut, Pooled = !opens };
        Training = opens ? Fastest(recipe.Training!) : recipe.Training;
        if (!opens) return;
        Backbone = pretrained.Load(Seeds.Derive(options.Seed, "fresh layers"));
        Backbone.Freeze(Cut);
        Stages = Backbone.StagesAfter(Cut);
        if (Device.Current.IsCuda) Stages.to(Device.Current.Torch);
    }

    /// <summary>The last frozen stage.</summary>
    public string Cut { get; }

    /// <summary>The recipe's options with the number format of this machine.</summary>
    public TrainingOptions? Training { get; }

    /// <summary>The network whose last stages learn; null where it is frozen as a whole.</summary>
    public Backbone? Backbone { get; }

    /// <summary>What learns of it: maps at the cut to feature vectors.</summary>
    public RemainingStages? Stages { get; }

    /// <summary>Cached features at the cut.</summary>
    public FeatureViews Features(IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, CancellationToken cancellation) => Collect(
        images, views, view => source.Extract(images, view, options.Cache, options.Extraction, options.Report, cancellation));

    /// <summary>Pooled features of the network as it was pretrained, made from the maps at the cut.</summary>
    public FeatureViews PooledFeatures(FeatureViews maps, IReadOnlyList<SceneImage> images, IReadOnlyList<FeatureView> views, CancellationToken cancellation)
    {
        string fresh = $"{string.Join('\n', pretrained.LeaveOut)}\n{options.Seed}";
        return Collect(images, views, view => RemainingFeatures.Extract(
            maps.Views[views.Index().First(item => item.Item == view).Index], Stages!, Training!, fresh, options, cancellation));
    }

    public void Dispose()
    {
        Stages?.Dispose();
        Backbone?.Dispose();
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

    /// <summary>bf16 where this machine is faster in a reduced precision; half precision would need loss scaling.</summary>
    private static TrainingOptions Fastest(TrainingOptions options) =>
        PrecisionProbe.Current.Fastest == Precision.Float32 ? options : options with { Precision = Precision.BFloat16 };
}

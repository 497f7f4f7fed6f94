using System.Globalization;
using Scenes.Backbones;
using Scenes.Features;
using Scenes.Imaging;

namespace Scenes.Training;

/// <summary>One way to carry a pretrained network over to new classes, as data. <see cref="TransferTrainer"/> carries it out.</summary>
public sealed record Recipe
{
    /// <summary>
    /// The article's way: bytes divided by 255, images squashed to 150 pixels, two new layers with dropout, at most 60 epochs with early
    /// stopping and the best epoch kept. The article names neither learning rate nor patience; 3e-4 suits a new head and opened blocks alike.
    /// </summary>
    public static Recipe Article { get; } = new()
    {
        Name = "article",
        Idea = "Bytes divided by 255, two new layers with dropout, early stopping.",
        Opens = Opening.AsTheArticle,
        Inputs = InputScaling.UnitRange,
        ImageSize = 150,
        Head = HeadKind.TwoLayer,
        Training = new TrainingOptions
        {
            Epochs = 60,
            BatchSize = 64,
            Optimizer = OptimizerKind.AdamW,
            LearningRate = 3e-4,
            Schedule = LearningRateSchedule.Constant,
            WarmupShare = 0,
            WeightDecay = 0,
            Patience = 3,
            ChannelsLast = true,
        },
    };

    /// <summary>
    /// Frozen features as good as they get: the weights' own normalisation, inputs as large as suits the features, both views of every image,
    /// features of several depths, and a linear head that is fitted exactly, with L2 chosen on validation.
    /// </summary>
    public static Recipe Modern { get; } = new()
    {
        Name = "modern",
        Idea = "The weights' own mean and spread, mirrored views, features of several depths, a linear head fitted exactly with L2 chosen on validation.",
        Opens = Opening.HeadOnly,
        BothViews = true,
        SeveralDepths = true,
        Enlarged = true,
        Head = HeadKind.Linear,
    };

    /// <summary>
    /// <see cref="Modern"/> as the notebooks carry a network over frozen, where its features are best by folds of training photographs
    /// (<c>scenes bench depths</c>).
    /// </summary>
    /// <param name="network">A network of the catalogue.</param>
    public static Recipe FrozenFor(BackboneSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return Modern with { Cut = network.FrozenCut, MapsAt = network.FrozenMapsAt, Centre = network.FrozenCentre };
    }

    /// <summary><see cref="Modern"/>, then the last stage learns too: few epochs at a small rate from the fitted head on.</summary>
    public static Recipe ModernOpened { get; } = Modern with
    {
        Name = "modern, opened",
        Idea = "From the fitted linear head on, the last stage learns too: small rate, smoothed labels, averaged weights.",
        Opens = Opening.LastStage,
        Training = new TrainingOptions
        {
            Epochs = 5,
            BatchSize = 64,
            Optimizer = OptimizerKind.AdamW,
            LearningRate = 1e-4,
            Schedule = LearningRateSchedule.OneCycle,
            WarmupShare = 0.2,
            WeightDecay = 0.05,
            LabelSmoothing = 0.1,
            ClipNorm = 5,
            AverageDecay = 0.98,
            ChannelsLast = true,
        },
    };

    /// <summary>Short name for tables and figures.</summary>
    public required string Name { get; init; }

    /// <summary>The recipe in one sentence.</summary>
    public required string Idea { get; init; }

    /// <summary>How much of the network learns.</summary>
    public required Opening Opens { get; init; }

    /// <summary>Mean and deviation of the inputs.</summary>
    public InputScaling Inputs { get; init; }

    /// <summary>Width and height of the inputs in pixels; null for the size that the weights were trained at, or the one of <see cref="Enlarged"/>.</summary>
    public int? ImageSize { get; init; }

    /// <summary>
    /// Whether inputs are as large as <see cref="BackboneSpec.FrozenSize"/> says, where <see cref="ImageSize"/> says nothing and the weights expect the inputs of
    /// the catalogue.
    /// </summary>
    public bool Enlarged { get; init; }

    /// <summary>
    /// Whether mirrored images count too. A head that is fitted exactly sees both views of every image; training by epochs draws one of
    /// them for each image and epoch; probabilities are averaged over both.
    /// </summary>
    public bool BothViews { get; init; }

    /// <summary>
    /// Whether the features of each image's middle four fifths are averaged with those of the whole. It doubles the time of the extraction;
    /// only for recipes that open nothing and keep no maps.
    /// </summary>
    public bool Centre { get; init; }

    /// <summary>
    /// Whether the means of earlier maps stand beside the features: those of <see cref="BackboneSpec.Depths"/> that come before the cut, or
    /// before <see cref="MapsAt"/>. The last stages know most about the old classes; earlier ones keep what they have dropped.
    /// </summary>
    public bool SeveralDepths { get; init; }

    /// <summary>
    /// For a recipe that opens nothing and has no other <see cref="Cut"/>: the stage whose maps are cached on the way, and what comes after it is
    /// computed from them. It takes more room on the disk; a recipe that opens the network there (<see cref="Cut"/>) then finds its maps. Null:
    /// features alone are cached.
    /// </summary>
    public string? MapsAt { get; init; }

    /// <summary>
    /// The last frozen stage, instead of the one that <see cref="Opens"/> says. With <see cref="Opening.HeadOnly"/> the mean of its map is the
    /// feature vector, and what comes after it is not used.
    /// </summary>
    public string? Cut { get; init; }

    /// <summary>The new layers.</summary>
    public required HeadKind Head { get; init; }

    /// <summary>Units of the hidden layer of <see cref="HeadKind.TwoLayer"/>; 1 or more.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Share of hidden units dropped while training; 0 to below 1.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>
    /// How the weights are fitted; its seed is replaced. Opened stages compute in bf16 where this machine is faster so. Null: the linear head
    /// is fitted exactly.
    /// </summary>
    public TrainingOptions? Training { get; init; }

    /// <summary>The views of each image, mirrored ones last.</summary>
    public IReadOnlyList<FeatureView> Views => (Centre, BothViews) switch
    {
        (false, false) => [FeatureView.Plain],
        (false, true) => [FeatureView.Plain, FeatureView.Flipped],
        (true, false) => [FeatureView.Centred],
        (true, true) => [FeatureView.Centred, FeatureView.CentredFlipped],
    };

    /// <summary>How images become inputs of a network: squashed to a square, so that nothing of a small photograph is cut off.</summary>
    /// <param name="network">The network with its weights.</param>
    public Preprocessing PreprocessingOf(Pretrained network)
    {
        ArgumentNullException.ThrowIfNull(network);
        int size = ImageSize ?? (Enlarged && network.Preprocessing == network.Spec.Preprocessing ? network.Spec.FrozenSize : null) ?? network.Preprocessing.ImageSize;
        return Inputs == InputScaling.UnitRange
            ? Preprocessing.UnitRange(size)
            : network.Preprocessing with { ImageSize = size, ResizeTo = size, ResizeMode = ResizeMode.Squash };
    }

    /// <summary>
    /// The last frozen stage of a network, <see cref="Backbone.Pooled"/> where all are frozen and used; joined with earlier ones where
    /// <see cref="SeveralDepths"/> asks for them.
    /// </summary>
    /// <param name="network">A network of the catalogue.</param>
    /// <exception cref="ArgumentException">The network has no such stage.</exception>
    public string CutOf(BackboneSpec network)
    {
        ArgumentNullException.ThrowIfNull(network);
        if (MapsCutOf(network) is { } maps) return Cuts.WithLast(maps, Backbone.Pooled);
        return WithDepths(network, Cut ?? Opens switch
        {
            Opening.AsTheArticle => network.ArticleCut,
            Opening.LastStage => network.LastStageCut,
            _ => Backbone.Pooled,
        });
    }

    /// <summary>Where the maps that <see cref="MapsAt"/> asks for are cut, joined with earlier stages as for <see cref="CutOf"/>; null where it asks for none.</summary>
    internal string? MapsCutOf(BackboneSpec network) =>
        MapsAt is null ? null : WithDepths(network, MapsAt);

    private string WithDepths(BackboneSpec network, string cut) => SeveralDepths ? network.WithDepths(cut) : cut;

    /// <summary>Returns this recipe if its parts fit together.</summary>
    /// <exception cref="ArgumentException">They do not; the message says which and what is allowed.</exception>
    public Recipe Validated()
    {
        if (Training is null && (Opens != Opening.HeadOnly || Head != HeadKind.Linear))
            throw new ArgumentException($"Recipe '{Name}' has no Training, so nothing but a linear head on a frozen network can be fitted; it asks for {Opens} and {Head}. "
                + "Give it TrainingOptions.");
        if (Centre && (Opens != Opening.HeadOnly || MapsAt is not null))
            throw new ArgumentException($"Recipe '{Name}' averages features of image and centre (Centre), which maps cannot be; it asks for {(MapsAt is null ? Opens : "MapsAt")}. "
                + "Leave Centre out, or open nothing and keep no maps.");
        if (MapsAt is not null && (Opens != Opening.HeadOnly || Cut is not (null or Backbone.Pooled)))
            throw new ArgumentException($"Recipe '{Name}' keeps maps at {MapsAt} on the way to the features of the whole network (MapsAt); it asks for {Opens}{(Cut is null ? "" : $" and the cut {Cut}")}. "
                + "Leave MapsAt out, or open nothing and cut nowhere else.");
        if (Hidden < 1) throw new ArgumentException($"Recipe '{Name}': Hidden is {Hidden}. Allowed: at least 1.");
        if (!(Dropout is >= 0 and < 1)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Recipe '{Name}': Dropout is {Dropout}. Allowed: 0 to below 1."));
        if (ImageSize is < 1) throw new ArgumentException($"Recipe '{Name}': ImageSize is {ImageSize}. Allowed: at least 1.");
        Training?.Validated();
        return this;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}

using System.Collections.Concurrent;
using Scenes.Imaging;

namespace Scenes.Backbones;

/// <summary>What is known of one network: a row of <see cref="BackboneCatalogue"/>. Counts are those of the full network, width factor 1.</summary>
public sealed record BackboneSpec
{
    private static readonly ConcurrentDictionary<(string Network, string Depths, string Cut), string> Joined = []; // asked for often; the order of stages takes a network to know

    /// <summary>Name in commands and file names, such as <c>resnet50</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Name in figures and text, such as <c>ResNet-50</c>.</summary>
    public required string Title { get; init; }

    /// <summary>Title of the paper.</summary>
    public required string Paper { get; init; }

    /// <summary>The paper's number on arXiv.</summary>
    public required string ArxivId { get; init; }

    /// <summary>Which table or configuration of the paper this is, and every difference from it.</summary>
    public required string Configuration { get; init; }

    /// <summary>What the ImageNet weights expect as input.</summary>
    public required Preprocessing Preprocessing { get; init; }

    /// <summary>Number of parameters with 1,000 classes, auxiliary head included where there is one; buffers not counted.</summary>
    public required long ParameterCount { get; init; }

    /// <summary>Number of parameters that the pooled features need: the network without classifiers.</summary>
    public required long FeatureParameterCount { get; init; }

    /// <summary>D, the length of a pooled feature vector.</summary>
    public required int FeatureWidth { get; init; }

    /// <summary>Multiply-adds of one image of the preprocessing's size with 1,000 classes, convolutions and linear layers, in billions; no auxiliary head.</summary>
    public required double BillionMacs { get; init; }

    /// <summary>
    /// Top-1 accuracy on ImageNet's validation images, 0 to 1, as timm publishes it for the weights of <see cref="WeightSource"/> and this
    /// preprocessing; torchvision for SqueezeNet. Read, not measured here.
    /// </summary>
    public required double ReportedTopOne { get; init; }

    /// <summary>Smallest height and width in pixels.</summary>
    public required int MinimumSize { get; init; }

    /// <summary>Where the article cuts: everything up to here is frozen. <see cref="Backbone.Pooled"/> where the whole network is.</summary>
    public required string ArticleCut { get; init; }

    /// <summary>Where to cut to train the last stage on cached maps.</summary>
    public required string LastStageCut { get; init; }

    /// <summary>
    /// Earlier stages, in order, whose maps' means help to tell scenes apart when they stand beside the pooled features. They depend on the
    /// weights: the catalogue's are for ImageNet's, found by five folds over 6,000 training photographs (environment/results.md has the numbers). Empty
    /// where none helped, and for VGG16, whose weights were not at hand.
    /// </summary>
    public required IReadOnlyList<string> Depths { get; init; }

    /// <summary>
    /// Width and height of the inputs, in pixels, at which frozen features tell scenes apart best, where they are larger than those that the weights were
    /// trained at: random crops had made things appear larger in training than they are (Touvron and others, 2019, "Fixing the train-test resolution
    /// discrepancy"). Found as <see cref="Depths"/> were, for weights that expect <see cref="Preprocessing"/>; null where it was not looked for or nothing was
    /// gained.
    /// </summary>
    public int? FrozenSize { get; init; }

    /// <summary>The stage whose mean tells scenes apart best, where it is not the last one; found as <see cref="Depths"/> were. Null for the pooled features.</summary>
    public string? FrozenCut { get; init; }

    /// <summary>Whether features tell scenes apart better when they are averaged with those of the enlarged centre; found as <see cref="Depths"/> were.</summary>
    public bool FrozenCentre { get; init; }

    /// <summary>
    /// A stage whose maps are kept on the way to frozen features, because the blocks after it are opened later; null where none are. Later than
    /// <see cref="LastStageCut"/>: fewer blocks learn, and the maps take less room.
    /// </summary>
    public string? FrozenMapsAt { get; init; }

    /// <summary>Keys that files of ImageNet weights that go around lack; these layers start fresh. Empty where files are whole.</summary>
    public IReadOnlyList<string> OftenMissing { get; init; } = [];

    /// <summary>
    /// The last of the first stages that frozen networks compute in fp32 even where the rest is computed in bf16 or fp16. Null where features in bf16 keep
    /// a mean cosine of 0.999 with those in fp32 without it.
    /// </summary>
    public string? ExactThrough { get; init; }

    /// <summary>Keys of the classifiers, for a loader that leaves them out: <c>fc.*</c>, <c>AuxLogits.*</c>.</summary>
    public required IReadOnlyList<string> ClassifierKeys { get; init; }

    internal Func<BackboneSpec, int, double, Backbone> Construct { get; init; } =
        (spec, _, _) => throw new NotSupportedException($"{spec.Name} is no row of the catalogue; take one from BackboneCatalogue.All.");

    /// <summary>A cut together with those of <see cref="Depths"/> that come before it.</summary>
    /// <param name="cut">A stage of the network, or <see cref="Backbone.Pooled"/>.</param>
    /// <exception cref="ArgumentException">The network has no such stage.</exception>
    public string WithDepths(string cut)
    {
        if (Depths.Count == 0) return cut;
        return Joined.GetOrAdd((Name, Cuts.Join(Depths), cut), _ =>
        {
            using Backbone narrow = Narrow();
            return Cuts.Join([.. Depths.Where(stage => narrow.StageCount(stage) < narrow.StageCount(cut)), cut]);
        });
    }

    /// <summary>Whether a stage after a cut has weights.</summary>
    internal bool HasWeightsAfter(string cut)
    {
        using Backbone narrow = Narrow();
        return narrow.Stages.Skip(narrow.StageCount(cut)).Any(stage => stage.Module.parameters().Any());
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>A small network with the stages of the wide one.</summary>
    private Backbone Narrow() => Construct(this, 0, 0.01);
}

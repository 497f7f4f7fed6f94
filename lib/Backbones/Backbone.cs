using Scenes.Backbones.Layers;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>
/// A convolutional network that splits into features and classifier: a chain of stages makes the last map, its mean over the pixels is
/// the feature vector, and a classifier turns the map into logits. Inputs are float, N x 3 x H x W, RGB, normalised as the weights expect.
/// </summary>
/// <remarks>Fields of the networks carry the names of torchvision's state dict, so that its weights load without a table of names.</remarks>
public abstract class Backbone : nn.Module<Tensor, Tensor>
{
    /// <summary>The cut after all stages: the pooled feature vector instead of a map.</summary>
    public const string Pooled = "pooled";

    private IReadOnlyList<Stage>? stages;
    private int frozenStages;

    private protected Backbone(BackboneSpec spec, int classCount, double widthFactor) : base(spec.Name)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classCount);
        if (!(widthFactor is > 0 and <= 4))
            throw new ArgumentOutOfRangeException(nameof(widthFactor), widthFactor, "Channels are multiplied by this; allowed: above 0, up to 4.");
        Spec = spec;
        ClassCount = classCount;
        WidthFactor = widthFactor;
    }

    /// <summary>The network's row of the catalogue.</summary>
    public BackboneSpec Spec { get; }

    /// <summary>K, the number of logits; 0 where the network was made without a classifier.</summary>
    public int ClassCount { get; }

    /// <summary>What the channels of every layer are multiplied by, then rounded to a multiple of 8. 1 for the network of the paper.</summary>
    public double WidthFactor { get; }

    /// <summary>D, the length of a pooled feature vector of this network.</summary>
    public abstract int FeatureWidth { get; }

    /// <summary>The chain from pixels to the last map, in order.</summary>
    public IReadOnlyList<Stage> Stages => stages ??= [.. ListStages()];

    /// <summary>Makes a network with random weights that depend on the seed alone. Load trained ones with <see cref="WeightLoader"/>.</summary>
    /// <param name="name">A name of <see cref="BackboneCatalogue"/>.</param>
    /// <param name="classCount">K; 0 leaves the classifier out.</param>
    /// <param name="widthFactor">Multiplies the channels of every layer.</param>
    /// <param name="seed">Seed of the random weights.</param>
    /// <exception cref="ArgumentException">The name is unknown; the message lists the known ones.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A negative class count, or a width factor that is not above 0 and up to 4.</exception>
    public static Backbone Create(string name, int classCount = 0, double widthFactor = 1, long seed = 0)
    {
        var spec = BackboneCatalogue.Find(name);
        var network = spec.Construct(spec, classCount, widthFactor);
        Initialisation.Apply(network, seed);
        network.eval();
        return network;
    }

    /// <summary>Logits; pooled features where the network was made without a classifier.</summary>
    /// <param name="input">N x 3 x H x W; H and W at least <see cref="BackboneSpec.MinimumSize"/>.</param>
    /// <returns>N x K logits, or N x D features.</returns>
    /// <exception cref="ArgumentException">The input has another shape or is too small.</exception>
    public sealed override Tensor forward(Tensor input)
    {
        if (ClassCount == 0) return Features(input);
        CheckInput(input);
        using var scope = NewDisposeScope();
        return Classify(StageChain.Run(Stages, input)).MoveToOuterDisposeScope();
    }

    /// <summary>Features at a cut.</summary>
    /// <param name="input">N x 3 x H x W; H and W at least <see cref="BackboneSpec.MinimumSize"/>.</param>
    /// <param name="cut">
    /// A stage, such as <c>layer3</c> or <c>Mixed_7a</c>, for its map; <see cref="Pooled"/> for the feature vector. Several joined
    /// (<see cref="Cuts"/>) for the means of their maps side by side.
    /// </param>
    /// <returns>N x C x H' x W', or N x D, or N x (D1 + D2 + …).</returns>
    /// <exception cref="ArgumentException">The input has another shape or is too small, or the network has no such stage.</exception>
    public Tensor Features(Tensor input, string cut = Pooled)
    {
        using var scope = NewDisposeScope();
        IReadOnlyList<Tensor> maps = Maps(input, cut);
        if (maps.Count > 1) return Operations.Concatenate([.. maps.Select(Operations.GlobalAverage)]).MoveToOuterDisposeScope();
        return (cut == Pooled ? Operations.GlobalAverage(maps[0]) : maps[0]).MoveToOuterDisposeScope();
    }

    /// <summary>The maps of one or several stages, in one pass.</summary>
    /// <param name="input">As for <see cref="Features"/>.</param>
    /// <param name="cut">As for <see cref="Features"/>; <see cref="Pooled"/> stands for the last stage.</param>
    /// <returns>N x C x H' x W' for each, from early to late; the caller's to dispose.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Features"/>, or the stages are not in order.</exception>
    public IReadOnlyList<Tensor> Maps(Tensor input, string cut)
    {
        CheckInput(input);
        using var scope = NewDisposeScope();
        var maps = new List<Tensor>();
        int done = 0;
        foreach (int count in StageCounts(cut))
        {
            maps.Add(StageChain.Run(Stages.Take(done..count), maps.Count == 0 ? input : maps[^1]));
            done = count;
        }
        foreach (Tensor map in maps) map.MoveToOuterDisposeScope();
        return maps;
    }

    /// <summary>The rest of the network after a cut, up to the pooled features, to be trained on cached maps.</summary>
    /// <param name="cut">A stage of this network, or several joined; see <see cref="RemainingStages"/>.</param>
    /// <param name="keepStatistics">
    /// Whether batch norm keeps the statistics it was trained with. Needed for weights whose batch norm was folded, and safer on few images.
    /// </param>
    /// <returns>Cached rows to features N x D. It shares its layers with this network: what it learns stands here too.</returns>
    /// <exception cref="ArgumentException">The network has no such stage.</exception>
    public RemainingStages StagesAfter(string cut, bool keepStatistics = true) => new(this, cut, keepStatistics);

    /// <summary>Freezes every stage up to a cut: no gradients, and batch norm stays in inference mode whatever <c>train()</c> says.</summary>
    /// <param name="cut">The last stage to freeze; <see cref="Pooled"/> for all. Stages after it are opened.</param>
    /// <exception cref="ArgumentException">The network has no such stage.</exception>
    public void Freeze(string cut = Pooled)
    {
        frozenStages = StageCount(cut);
        for (int index = 0; index < Stages.Count; index++)
            foreach (var parameter in Stages[index].Module.parameters()) parameter.requires_grad = index >= frozenStages;
        this.train(training);
    }

    /// <summary>The layer table: stages, pooling and classifier, in order of execution.</summary>
    /// <param name="height">H of the input in pixels.</param>
    /// <param name="width">W of the input in pixels.</param>
    /// <exception cref="ArgumentException">The size is below the minimum.</exception>
    public IReadOnlyList<LayerRow> Describe(int height, int width) => NetworkInspector.Describe(this, height, width);

    /// <summary>The way of the data through the whole network, stage by stage.</summary>
    /// <param name="height">H of the input in pixels.</param>
    /// <param name="width">W of the input in pixels.</param>
    /// <exception cref="ArgumentException">The size is below the minimum.</exception>
    public NetworkDiagram Diagram(int height, int width) => DiagramBuilder.OfNetwork(this, height, width);

    /// <summary>The way of the data inside one stage: a residual block with its skip, an inception block with its branches.</summary>
    /// <param name="stage">A stage, such as <c>layer3.0</c> or <c>Mixed_6b</c>.</param>
    /// <param name="height">H of the network's input in pixels.</param>
    /// <param name="width">W of the network's input in pixels.</param>
    /// <exception cref="ArgumentException">The size is below the minimum, or the network has no such stage.</exception>
    public NetworkDiagram Diagram(string stage, int height, int width) => DiagramBuilder.OfBlock(this, stage, height, width);

    /// <summary>Sets the mode of all layers that are not frozen.</summary>
    /// <param name="train">True for training, false for inference.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        foreach (var stage in Stages.Take(frozenStages)) stage.Module.eval();
    }

    /// <summary>The number of stages before a cut.</summary>
    internal int StageCount(string cut) => StageCounts(cut)[^1];

    /// <summary>The number of stages before each of the cuts that a name stands for.</summary>
    private int[] StageCounts(string cut)
    {
        int[] counts = [.. Cuts.Parts(cut).Select(part => part == Pooled ? Stages.Count : StageChain.IndexOf(Stages, part, Spec.Name) + 1)];
        for (int index = 1; index < counts.Length; index++)
            if (counts[index] <= counts[index - 1])
                throw new ArgumentException($"{Spec.Name} cannot be cut at '{cut}': name each stage once, from early to late.", nameof(cut));
        return counts;
    }

    /// <summary>Channels of a layer of this width: a multiple of 8, at least 8.</summary>
    private protected int Scale(int channels) => Scale(channels, WidthFactor);

    private protected static int Scale(int channels, double widthFactor) =>
        widthFactor == 1 ? channels : Math.Max(8, 8 * (int)Math.Round(channels * widthFactor / 8, MidpointRounding.AwayFromZero));

    private protected abstract IEnumerable<Stage> ListStages();

    /// <summary>The last map to N x K logits.</summary>
    private protected abstract Tensor Classify(Tensor map);

    internal void CheckInput(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        long[] shape = input.shape;
        if (shape.Length != 4 || shape[1] != 3)
            throw new ArgumentException($"{Spec.Name} got a tensor of shape {SafetensorsEntry.ShapeText(shape)}; expected N x 3 x H x W.", nameof(input));
        if (shape[2] < Spec.MinimumSize || shape[3] < Spec.MinimumSize)
            throw new ArgumentException($"{Spec.Name} got images of {shape[3]} x {shape[2]} pixels (width x height); it needs at least "
                + $"{Spec.MinimumSize} x {Spec.MinimumSize}. Enlarge them, or choose a network with a smaller minimum.", nameof(input));
    }
}

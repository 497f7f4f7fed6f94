using Scenes.Imaging;

namespace Scenes.Backbones;

/// <summary>
/// Narrow versions of the article's networks with weights learnt from drawn pictures of other things than scenes, small enough to come with the
/// library: for the built-in sample, the tests and a lesson without network. They know nothing of photographs.
/// </summary>
/// <remarks><c>scenes pretrain</c> makes the weights; README.md beside them says from what, how long and with which result.</remarks>
public static class Miniature
{
    // What was learnt from a few kinds of drawn things is less general than what ImageNet teaches, so earlier stages count for more: the last
    // one of each group of maps of one size.
    private static readonly Dictionary<string, (double Width, string[] Depths)> Made = new()
    {
        ["vgg16"] = (0.25, ["features.9", "features.16", "features.23"]),
        ["resnet50"] = (0.1875, ["layer2", "layer3"]),
        ["inception_v3"] = (0.2, ["Mixed_5d", "Mixed_6e"]),
    };

    /// <summary>Names of the networks that have a miniature.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Made.Keys];

    /// <summary>Width and height of the pictures that the miniatures were pretrained on, in pixels.</summary>
    public const int PretrainingSize = 96;

    /// <summary>
    /// What every miniature expects as input. Larger than in pretraining, because random crops made things appear larger there than they
    /// are (Touvron and others, 2019, "Fixing the train-test resolution discrepancy").
    /// </summary>
    public static Preprocessing Preprocessing { get; } = new(150, 150, Interpolation.Bilinear, Preprocessing.ImageNetMean, Preprocessing.ImageNetStd);

    /// <summary>What the channels of a miniature's layers are multiplied by.</summary>
    /// <param name="network">One of <see cref="Names"/>.</param>
    /// <exception cref="ArgumentException">The network has no miniature; the message lists those that have.</exception>
    public static double WidthFactor(string network) => Made.TryGetValue(network ?? "", out var made) ? made.Width
        : throw new ArgumentException($"There is no miniature of '{network}'. Known: {string.Join(", ", Names)}.", nameof(network));

    /// <summary>The weights of a miniature.</summary>
    /// <param name="network">One of <see cref="Names"/>.</param>
    /// <returns>A record whose <see cref="Pretrained.Load"/> makes the network.</returns>
    /// <exception cref="ArgumentException">The network has no miniature; the message lists those that have.</exception>
    public static Pretrained Find(string network)
    {
        double factor = WidthFactor(network);
        string folder = Path.GetDirectoryName(typeof(Miniature).Assembly.Location) is { Length: > 0 } beside ? beside : AppContext.BaseDirectory;
        BackboneSpec spec = BackboneCatalogue.Find(network) with { Depths = Made[network].Depths };
        return new Pretrained(spec, Path.Combine(folder, "miniature", $"{network}.safetensors"), Preprocessing, factor);
    }
}

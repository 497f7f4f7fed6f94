using Scenes.Imaging;
using Scenes.Training;

namespace Scenes.Runner.Pretraining;

/// <summary>How one miniature network is pretrained.</summary>
/// <param name="Network">Name in the catalogue.</param>
/// <param name="Options">How it is trained.</param>
internal sealed record MiniatureRecipe(string Network, TrainingOptions Options)
{
    private static readonly TrainingOptions Shared = new()
    {
        Epochs = 14,
        BatchSize = 64,
        LearningRate = 0.1,
        WeightDecay = 2e-4,
        LabelSmoothing = 0.1,
        ClipNorm = 5,
        ChannelsLast = true,
    };

    /// <summary>Pictures to learn from, of each kind.</summary>
    public int PerKind { get; init; } = 320;

    /// <summary>Pictures to choose the best epoch on, of each kind.</summary>
    public int ValidationPerKind { get; init; } = 20;

    /// <summary>Random changes to the pictures, the same for every network.</summary>
    public static Augmentation Augmentation { get; } = new(MinCropArea: 0.4, Brightness: 0.3, Contrast: 0.3, Saturation: 0.5);

    /// <summary>One recipe for each miniature of the library.</summary>
    public static IReadOnlyList<MiniatureRecipe> All { get; } =
    [
        // Without batch norm a high rate destroys the first weights; AdamW finds its own scale for each.
        new("vgg16", Shared with { Optimizer = OptimizerKind.AdamW, LearningRate = 1.5e-3, WeightDecay = 0.02 }),
        new("resnet50", Shared),
        // Its many branches take longer to learn.
        new("inception_v3", Shared with { Epochs = 44 }),
    ];

    /// <summary>The recipe of a network.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static MiniatureRecipe Find(string network) => All.FirstOrDefault(recipe => recipe.Network == network)
        ?? throw new ArgumentException($"There is no miniature of '{network}'. Known: {string.Join(", ", All.Select(recipe => recipe.Network))}.", nameof(network));
}

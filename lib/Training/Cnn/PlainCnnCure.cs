using Scenes.Features;
using Scenes.Imaging;

namespace Scenes.Training;

/// <summary>The plain CNN of the article, which collapses to one class, and its cure: one change at a time, and at the end the bundle that makes the project's baseline.</summary>
public static class PlainCnnCure
{
    /// <summary>Width and height of the images in pixels, on the way to the cure; the baseline has its own.</summary>
    public const int ImageSize = 64;

    private static readonly Lazy<IReadOnlyList<CnnRecipe>> All = new(Make);
    private static readonly Lazy<CnnRecipe> Long = new(() => Steps[^1] with
    {
        Name = "Residual CNN",
        Change = "Larger images and stronger crops.",
        ImageSize = 96,
        AverageFlips = true,
        Augmentation = Steps[^1].Augmentation with { MinCropArea = 0.35 },
        Options = Steps[^1].Options with { Epochs = 24 },
    });

    /// <summary>How images become the bytes that the steps take; normalising is part of each step.</summary>
    public static Preprocessing Preprocessing { get; } = Preprocessing.UnitRange(ImageSize);

    /// <summary>The recipes in order. Each contains the changes of those before it.</summary>
    public static IReadOnlyList<CnnRecipe> Steps => All.Value;

    /// <summary>The cured network, trained at length: the baseline of the project.</summary>
    public static CnnRecipe Baseline => Long.Value;

    /// <summary>The article's kind of network and training: the first step.</summary>
    public static CnnRecipe AsTheArticle => Steps[0];

    private static CnnRecipe[] Make()
    {
        var article = new CnnRecipe(
            "As the article", "Plain convolutions and dense layers, inputs divided by 255, default first weights with biases of 0, SGD with momentum at one rate.",
            (classCount, size) => new PlainCnn(classCount, size), Rgb.All(0), Rgb.All(1), Augmentation.None,
            new TrainingOptions
            {
                Epochs = 60,
                BatchSize = 32,
                LearningRate = 0.01,
                Schedule = LearningRateSchedule.Constant,
                WarmupShare = 0,
                WeightDecay = 0,
                Patience = 10,
                ChannelsLast = true,
            });
        CnnRecipe scaling = article with
        {
            Name = "Scaling",
            Change = "Inputs with mean 0 and deviation 1 in each channel.",
            Mean = Preprocessing.ImageNetMean, // close to those of the scenes
            Std = Preprocessing.ImageNetStd,
        };
        CnnRecipe firstWeights = scaling with
        {
            Name = "First weights",
            Change = "First weights that keep the size of the signal through ReLU layers (He).",
            CreateNetwork = (classCount, size) => new PlainCnn(classCount, size, FirstWeights.He),
        };
        CnnRecipe batchNorm = firstWeights with
        {
            Name = "Batch norm",
            Change = "Batch norm after each hidden layer.",
            CreateNetwork = (classCount, size) => new PlainCnn(classCount, size, FirstWeights.He, batchNorm: true),
        };
        CnnRecipe learningRate = batchNorm with
        {
            Name = "Learning rate",
            Change = "Five times the learning rate.",
            Options = batchNorm.Options with { LearningRate = 0.05 },
        };
        CnnRecipe schedule = learningRate with
        {
            Name = "Schedule",
            Change = "The rate rises and falls in one cycle.",
            Options = learningRate.Options with { Schedule = LearningRateSchedule.OneCycle, WarmupShare = 0.25, Epochs = 30, Patience = 0 },
        };
        CnnRecipe residual = schedule with
        {
            Name = "Residual blocks",
            Change = "Residual blocks and a global average instead of plain convolutions and dense layers.",
            CreateNetwork = (classCount, _) => new ResidualCnn(classCount, 32, [64, 128, 256]),
        };
        CnnRecipe augmentation = residual with
        {
            Name = "Augmentation",
            Change = "Random crops, flips and colours, smoothed labels, averaged weights, weight decay and batches of 64, in the fastest number format of the machine.",
            Augmentation = new Augmentation(MinCropArea: 0.5, Brightness: 0.2, Contrast: 0.2, Saturation: 0.2),
            Options = residual.Options with
            {
                BatchSize = 64,
                LearningRate = 0.08,
                WeightDecay = 5e-4,
                LabelSmoothing = 0.1,
                AverageDecay = 0.99,
                Precision = PrecisionProbe.Current.FastestForTraining,
            },
        };
        return [article, scaling, firstWeights, batchNorm, learningRate, schedule, residual, augmentation];
    }
}

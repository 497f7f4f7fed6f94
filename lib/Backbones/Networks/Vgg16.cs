using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// Very Deep Convolutional Networks for Large-Scale Image Recognition, arXiv 1409.1556, table 1, configuration D. The classifier takes
/// maps of every size, averaged to 7 x 7 as in torchvision. Fields are named as in torchvision's state dict.
/// </summary>
public sealed class Vgg16 : Backbone
{
    private const int MapSize = 7; // height and width that the classifier's first layer takes

    // Channels of the 3x3 convolutions of each group; a pool ends the group. Shapes after the pool for 224 pixels and width factor 1.
    private static readonly int[][] Table =
    [
        [64, 64], // features.4: N x 64 x 112 x 112
        [128, 128], // features.9: N x 128 x 56 x 56
        [256, 256, 256], // features.16: N x 256 x 28 x 28
        [512, 512, 512], // features.23: N x 512 x 14 x 14
        [512, 512, 512], // features.30: N x 512 x 7 x 7
    ];

    private readonly Sequential features;
    private readonly AdaptiveAvgPool2d avgpool;
    private readonly Sequential? classifier;

    internal Vgg16(BackboneSpec spec, int classCount, double widthFactor) : base(spec, classCount, widthFactor)
    {
        int channels = 3, layer = 0;
        features = Sequential();
        foreach (int[] group in Table)
        {
            foreach (int outputs in group)
            {
                features.append($"{layer++}", Conv2d(channels, Scale(outputs), 3, padding: 1));
                features.append($"{layer++}", ReLU(inplace: true));
                channels = Scale(outputs);
            }
            features.append($"{layer++}", MaxPool2d(2, stride: 2));
        }
        FeatureWidth = channels;
        avgpool = AdaptiveAvgPool2d(MapSize);
        if (classCount > 0) classifier = Classifier(channels * MapSize * MapSize, Scale(4096), classCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureWidth { get; }

    private protected override IEnumerable<Stage> ListStages() => StageChain.Of(nameof(features), features);

    private protected override Tensor Classify(Tensor map) // N x 512 x H x W
    {
        var x = avgpool.call(map); // N x 512 x 7 x 7
        return classifier!.call(Operations.Flatten(x)); // N x K
    }

    private static Sequential Classifier(int inputs, int width, int classCount) => Sequential(
        ("0", Linear(inputs, width)),
        ("1", ReLU(inplace: true)),
        ("2", Dropout(0.5)),
        ("3", Linear(width, width)),
        ("4", ReLU(inplace: true)),
        ("5", Dropout(0.5)),
        ("6", Linear(width, classCount)));
}

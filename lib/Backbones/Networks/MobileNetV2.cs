using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// MobileNetV2: Inverted Residuals and Linear Bottlenecks, arXiv 1801.04381, table 2, multiplier 1. Differs for width factors below 1: the
/// last convolution is narrowed too. Fields are named as in torchvision's state dict.
/// </summary>
public sealed class MobileNetV2 : Backbone
{
    private static readonly (int Expansion, int Channels, int Blocks, int Stride)[] Table =
    [
        (1, 16, 1, 1), // features.1:      N x  16 x 112 x 112
        (6, 24, 2, 2), // features.2-3:    N x  24 x  56 x  56
        (6, 32, 3, 2), // features.4-6:    N x  32 x  28 x  28
        (6, 64, 4, 2), // features.7-10:   N x  64 x  14 x  14
        (6, 96, 3, 1), // features.11-13:  N x  96 x  14 x  14
        (6, 160, 3, 2), // features.14-16: N x 160 x   7 x   7
        (6, 320, 1, 1), // features.17:    N x 320 x   7 x   7
    ];

    private readonly Sequential features;
    private readonly Sequential? classifier;

    internal MobileNetV2(BackboneSpec spec, int classCount, double widthFactor) : base(spec, classCount, widthFactor)
    {
        int channels = Scale(32), layer = 0;
        features = Sequential(($"{layer++}", InvertedResidual.Convolution(3, channels, 3, stride: 2))); // N x 32 x 112 x 112
        foreach (var (expansion, outputs, blocks, stride) in Table)
        {
            for (int block = 0; block < blocks; block++)
            {
                features.append($"{layer++}", new InvertedResidual(channels, Scale(outputs), block == 0 ? stride : 1, expansion));
                channels = Scale(outputs);
            }
        }
        FeatureWidth = Scale(1280);
        features.append($"{layer}", InvertedResidual.Convolution(channels, FeatureWidth, 1)); // N x 1280 x 7 x 7
        if (classCount > 0) classifier = Sequential(("0", Dropout(0.2)), ("1", Linear(FeatureWidth, classCount)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureWidth { get; }

    private protected override IEnumerable<Stage> ListStages() => StageChain.Of(nameof(features), features);

    private protected override Tensor Classify(Tensor map) => // N x 1280 x H x W
        classifier!.call(Operations.GlobalAverage(map)); // N x K
}

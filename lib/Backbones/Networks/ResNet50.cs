using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// Deep Residual Learning for Image Recognition, arXiv 1512.03385, table 1, 50 layers. Differs as torchvision's does: the stride of a
/// stage is in the 3x3 convolution. Fields are named as in torchvision's state dict.
/// </summary>
public sealed class ResNet50 : Backbone
{
    private const int Expansion = 4; // a block's output has four times the channels of its 3x3 convolution

    private static readonly (int Channels, int Blocks, int Stride)[] Table = [(64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)];

    private readonly Conv2d conv1;
    private readonly FoldableBatchNorm bn1;
    private readonly ReLU relu;
    private readonly MaxPool2d maxpool;
    private readonly Sequential layer1;
    private readonly Sequential layer2;
    private readonly Sequential layer3;
    private readonly Sequential layer4;
    private readonly Linear? fc;

    internal ResNet50(BackboneSpec spec, int classCount, double widthFactor) : base(spec, classCount, widthFactor)
    {
        int channels = Scale(64);
        conv1 = Conv2d(3, channels, 7, stride: 2, padding: 3, bias: false);
        bn1 = new FoldableBatchNorm(channels);
        relu = ReLU(inplace: true);
        maxpool = MaxPool2d(3, stride: 2, padding: 1);
        layer1 = Layer(Table[0], ref channels);
        layer2 = Layer(Table[1], ref channels);
        layer3 = Layer(Table[2], ref channels);
        layer4 = Layer(Table[3], ref channels);
        FeatureWidth = channels;
        if (classCount > 0) fc = Linear(channels, classCount);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureWidth { get; }

    private protected override IEnumerable<Stage> ListStages() => // shapes for 224 pixels and width factor 1
    [
        new(nameof(conv1), conv1), // N x 64 x 112 x 112
        new(nameof(bn1), bn1), // N x 64 x 112 x 112
        new(nameof(relu), relu), // N x 64 x 112 x 112
        new(nameof(maxpool), maxpool), // N x 64 x 56 x 56
        .. StageChain.Of(nameof(layer1), layer1), // N x 256 x 56 x 56
        .. StageChain.Of(nameof(layer2), layer2), // N x 512 x 28 x 28
        .. StageChain.Of(nameof(layer3), layer3), // N x 1024 x 14 x 14
        .. StageChain.Of(nameof(layer4), layer4), // N x 2048 x 7 x 7
    ];

    private protected override Tensor Classify(Tensor map) => // N x 2048 x H x W
        fc!.call(Operations.GlobalAverage(map)); // N x K

    private Sequential Layer((int Channels, int Blocks, int Stride) row, ref int channels)
    {
        int inner = Scale(row.Channels), outputs = inner * Expansion;
        var layer = Sequential();
        for (int block = 0; block < row.Blocks; block++)
        {
            layer.append($"{block}", new Bottleneck(channels, inner, outputs, block == 0 ? row.Stride : 1));
            channels = outputs;
        }
        return layer;
    }
}

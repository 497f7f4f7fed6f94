using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// SqueezeNet: AlexNet-level accuracy with 50x fewer parameters and &lt;0.5MB model size, arXiv 1602.07360, table 1, in the authors'
/// version 1.1: a smaller first convolution and earlier pooling. Fields are named as in torchvision's state dict.
/// </summary>
public sealed class SqueezeNet11 : Backbone
{
    private readonly Sequential features;
    private readonly Sequential? classifier;

    internal SqueezeNet11(BackboneSpec spec, int classCount, double widthFactor) : base(spec, classCount, widthFactor)
    {
        int channels = Scale(64);
        features = Sequential( // shapes for 224 pixels and width factor 1
            ("0", Conv2d(3, channels, 3, stride: 2)), // N x 64 x 111 x 111
            ("1", ReLU(inplace: true)),
            ("2", Pool()), // N x 64 x 55 x 55
            ("3", Fire(ref channels, 16, 64)), // N x 128 x 55 x 55
            ("4", Fire(ref channels, 16, 64)),
            ("5", Pool()), // N x 128 x 27 x 27
            ("6", Fire(ref channels, 32, 128)), // N x 256 x 27 x 27
            ("7", Fire(ref channels, 32, 128)),
            ("8", Pool()), // N x 256 x 13 x 13
            ("9", Fire(ref channels, 48, 192)), // N x 384 x 13 x 13
            ("10", Fire(ref channels, 48, 192)),
            ("11", Fire(ref channels, 64, 256)), // N x 512 x 13 x 13
            ("12", Fire(ref channels, 64, 256)));
        FeatureWidth = channels;
        if (classCount > 0)
            classifier = Sequential(("0", Dropout(0.5)), ("1", Conv2d(channels, classCount, 1)), ("2", ReLU(inplace: true)), ("3", AdaptiveAvgPool2d(1)));
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureWidth { get; }

    private protected override IEnumerable<Stage> ListStages() => StageChain.Of(nameof(features), features);

    private protected override Tensor Classify(Tensor map) => // N x 512 x H x W
        Operations.Flatten(classifier!.call(map)); // N x K

    private static MaxPool2d Pool() => MaxPool2d(3, stride: 2, ceil_mode: true);

    private Fire Fire(ref int channels, int squeezed, int expanded)
    {
        var fire = new Fire(channels, Scale(squeezed), Scale(expanded));
        channels = 2 * Scale(expanded);
        return fire;
    }
}

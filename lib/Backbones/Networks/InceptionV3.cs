using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// Rethinking the Inception Architecture for Computer Vision, arXiv 1512.00567, table 1 with the block counts of the released model, as
/// torchvision has it: average pools count the padding, and inputs are 2x - 1. Fields are named as in torchvision's state dict.
/// </summary>
public sealed class InceptionV3 : Backbone
{
    private readonly InceptionConvolution Conv2d_1a_3x3;
    private readonly InceptionConvolution Conv2d_2a_3x3;
    private readonly InceptionConvolution Conv2d_2b_3x3;
    private readonly MaxPool2d maxpool1;
    private readonly InceptionConvolution Conv2d_3b_1x1;
    private readonly InceptionConvolution Conv2d_4a_3x3;
    private readonly MaxPool2d maxpool2;
    private readonly InceptionA Mixed_5b;
    private readonly InceptionA Mixed_5c;
    private readonly InceptionA Mixed_5d;
    private readonly InceptionB Mixed_6a;
    private readonly InceptionC Mixed_6b;
    private readonly InceptionC Mixed_6c;
    private readonly InceptionC Mixed_6d;
    private readonly InceptionC Mixed_6e;
    private readonly InceptionAuxiliary? AuxLogits;
    private readonly InceptionD Mixed_7a;
    private readonly InceptionE Mixed_7b;
    private readonly InceptionE Mixed_7c;
    private readonly Dropout dropout;
    private readonly Linear? fc;

    internal InceptionV3(BackboneSpec spec, int classCount, double widthFactor) : base(spec, classCount, widthFactor)
    {
        Conv2d_1a_3x3 = new(3, Scale(32), 3, stride: 2);
        Conv2d_2a_3x3 = new(Scale(32), Scale(32), 3);
        Conv2d_2b_3x3 = new(Scale(32), Scale(64), 3, padding: 1);
        maxpool1 = MaxPool2d(3, stride: 2);
        Conv2d_3b_1x1 = new(Scale(64), Scale(80), 1);
        Conv2d_4a_3x3 = new(Scale(80), Scale(192), 3);
        maxpool2 = MaxPool2d(3, stride: 2);
        Mixed_5b = new(Scale(192), 32, Scale);
        Mixed_5c = new(Mixed_5b.OutputChannels, 64, Scale);
        Mixed_5d = new(Mixed_5c.OutputChannels, 64, Scale);
        Mixed_6a = new(Mixed_5d.OutputChannels, Scale);
        Mixed_6b = new(Mixed_6a.OutputChannels, 128, Scale);
        Mixed_6c = new(Mixed_6b.OutputChannels, 160, Scale);
        Mixed_6d = new(Mixed_6c.OutputChannels, 160, Scale);
        Mixed_6e = new(Mixed_6d.OutputChannels, 192, Scale);
        Mixed_7a = new(Mixed_6e.OutputChannels, Scale);
        Mixed_7b = new(Mixed_7a.OutputChannels, Scale);
        Mixed_7c = new(Mixed_7b.OutputChannels, Scale);
        FeatureWidth = Mixed_7c.OutputChannels;
        dropout = Dropout(0.5);
        if (classCount > 0)
        {
            AuxLogits = new(Mixed_6e.OutputChannels, classCount, Scale);
            fc = Linear(FeatureWidth, classCount);
        }
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override int FeatureWidth { get; }

    /// <summary>Logits of both classifiers, for training from scratch.</summary>
    /// <param name="input">N x 3 x H x W, so large that the 17 x 17 map of the paper is not smaller: 299 pixels do.</param>
    /// <returns>N x K logits, and N x K logits of the auxiliary classifier.</returns>
    /// <exception cref="InvalidOperationException">The network was made without classifiers.</exception>
    /// <exception cref="ArgumentException">The input has another shape or is too small.</exception>
    public (Tensor Logits, Tensor Auxiliary) ForwardWithAuxiliary(Tensor input)
    {
        if (AuxLogits is null) throw new InvalidOperationException($"{Spec.Name} was made without classifiers; give Create a class count above 0.");
        using var scope = NewDisposeScope();
        var map = Features(input, nameof(Mixed_6e)); // N x 768 x 17 x 17
        if (map.shape[2] < InceptionAuxiliary.MinimumMap || map.shape[3] < InceptionAuxiliary.MinimumMap)
            throw new ArgumentException($"The auxiliary classifier got a map of {map.shape[3]} x {map.shape[2]} (width x height); it needs at least "
                + $"{InceptionAuxiliary.MinimumMap} x {InceptionAuxiliary.MinimumMap}. Give images of {Spec.Preprocessing.ImageSize} pixels.", nameof(input));
        var logits = Classify(StageChain.Run(Stages.Skip(StageCount(nameof(Mixed_6e))), map)); // N x K
        return (logits.MoveToOuterDisposeScope(), AuxLogits.call(map).MoveToOuterDisposeScope());
    }

    private protected override IEnumerable<Stage> ListStages() => // shapes for 299 pixels and width factor 1
    [
        new(nameof(Conv2d_1a_3x3), Conv2d_1a_3x3), // N x 32 x 149 x 149
        new(nameof(Conv2d_2a_3x3), Conv2d_2a_3x3), // N x 32 x 147 x 147
        new(nameof(Conv2d_2b_3x3), Conv2d_2b_3x3), // N x 64 x 147 x 147
        new(nameof(maxpool1), maxpool1), // N x 64 x 73 x 73
        new(nameof(Conv2d_3b_1x1), Conv2d_3b_1x1), // N x 80 x 73 x 73
        new(nameof(Conv2d_4a_3x3), Conv2d_4a_3x3), // N x 192 x 71 x 71
        new(nameof(maxpool2), maxpool2), // N x 192 x 35 x 35
        new(nameof(Mixed_5b), Mixed_5b), // N x 256 x 35 x 35
        new(nameof(Mixed_5c), Mixed_5c), // N x 288 x 35 x 35
        new(nameof(Mixed_5d), Mixed_5d), // N x 288 x 35 x 35
        new(nameof(Mixed_6a), Mixed_6a), // N x 768 x 17 x 17
        new(nameof(Mixed_6b), Mixed_6b), // N x 768 x 17 x 17
        new(nameof(Mixed_6c), Mixed_6c), // N x 768 x 17 x 17
        new(nameof(Mixed_6d), Mixed_6d), // N x 768 x 17 x 17
        new(nameof(Mixed_6e), Mixed_6e), // N x 768 x 17 x 17
        new(nameof(Mixed_7a), Mixed_7a), // N x 1280 x 8 x 8
        new(nameof(Mixed_7b), Mixed_7b), // N x 2048 x 8 x 8
        new(nameof(Mixed_7c), Mixed_7c), // N x 2048 x 8 x 8
    ];

    private protected override Tensor Classify(Tensor map) => // N x 2048 x H x W
        fc!.call(dropout.call(Operations.GlobalAverage(map))); // N x K
}

using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>A residual block of three convolutions: 1x1 narrows, 3x3 works, 1x1 widens; the input is added to the result (figure 5, right).</summary>
internal sealed class Bottleneck : Module<Tensor, Tensor>
{
    private readonly Conv2d conv1;
    private readonly FoldableBatchNorm bn1;
    private readonly Conv2d conv2;
    private readonly FoldableBatchNorm bn2;
    private readonly Conv2d conv3;
    private readonly FoldableBatchNorm bn3;
    private readonly ReLU relu;
    private readonly Sequential? downsample;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="inner">c, channels of the 3x3 convolution.</param>
    /// <param name="outputs">C', channels of the result.</param>
    /// <param name="stride">s, of the 3x3 convolution; the paper has it in the first 1x1.</param>
    public Bottleneck(int inputs, int inner, int outputs, int stride) : base(nameof(Bottleneck))
    {
        conv1 = Conv2d(inputs, inner, 1, bias: false);
        bn1 = new FoldableBatchNorm(inner);
        conv2 = Conv2d(inner, inner, 3, stride: stride, padding: 1, bias: false);
        bn2 = new FoldableBatchNorm(inner);
        conv3 = Conv2d(inner, outputs, 1, bias: false);
        bn3 = new FoldableBatchNorm(outputs);
        relu = ReLU(inplace: true);
        if (stride != 1 || inputs != outputs)
            downsample = Sequential(("0", Conv2d(inputs, outputs, 1, stride: stride, bias: false)), ("1", new FoldableBatchNorm(outputs)));
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) // N x C x H x W
    {
        using var scope = NewDisposeScope();
        var x = relu.call(bn1.call(conv1.call(input))); // N x c x H x W
        x = relu.call(bn2.call(conv2.call(x))); // N x c x H/s x W/s
        x = bn3.call(conv3.call(x)); // N x C' x H/s x W/s
        var skip = downsample?.call(input) ?? input; // N x C' x H/s x W/s
        return relu.call(Operations.AddSkip(x, skip)).MoveToOuterDisposeScope();
    }
}

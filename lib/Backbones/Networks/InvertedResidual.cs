using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>
/// An inverted residual: 1x1 widens, a depthwise 3x3 works, 1x1 narrows without activation; the input is added where shapes agree (table 1).
/// </summary>
internal sealed class InvertedResidual : Module<Tensor, Tensor>
{
    private readonly Sequential conv;
    private readonly bool hasSkip;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="outputs">C', channels of the result.</param>
    /// <param name="stride">s, of the depthwise convolution.</param>
    /// <param name="expansion">t; with 1 the first convolution is left out.</param>
    public InvertedResidual(int inputs, int outputs, int stride, int expansion) : base(nameof(InvertedResidual))
    {
        int inner = inputs * expansion;
        List<Module<Tensor, Tensor>> layers = [];
        if (expansion != 1) layers.Add(Convolution(inputs, inner, 1)); // N x tC x H x W
        layers.Add(Convolution(inner, inner, 3, stride, groups: inner)); // N x tC x H/s x W/s
        layers.Add(Conv2d(inner, outputs, 1, bias: false)); // N x C' x H/s x W/s
        layers.Add(new FoldableBatchNorm(outputs));
        conv = Sequential(layers.Select((layer, index) => ($"{index}", layer)));
        hasSkip = stride == 1 && inputs == outputs;
        RegisterComponents();
    }

    /// <summary>Convolution, batch norm and ReLU6.</summary>
    public static Sequential Convolution(int inputs, int outputs, int kernel, int stride = 1, int groups = 1) => Sequential(
        ("0", Conv2d(inputs, outputs, kernel, stride: stride, padding: (kernel - 1) / 2, groups: groups, bias: false)),
        ("1", new FoldableBatchNorm(outputs)),
        ("2", ReLU6(inplace: true)));

    public override Tensor forward(Tensor input) // N x C x H x W
    {
        using var scope = NewDisposeScope();
        var x = conv.call(input); // N x C' x H/s x W/s
        return (hasSkip ? Operations.AddSkip(x, input) : x).MoveToOuterDisposeScope();
    }
}

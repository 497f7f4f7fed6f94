using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Convolution, batch norm and ReLU: every convolution of Inception v3.</summary>
internal sealed class InceptionConvolution : Module<Tensor, Tensor>
{
    private const double Epsilon = 1e-3;

    private readonly Conv2d conv;
    private readonly FoldableBatchNorm bn;
    private readonly ReLU relu;

    public InceptionConvolution(int inputs, int outputs, int kernel, int stride = 1, int padding = 0)
        : this(inputs, outputs, (kernel, kernel), stride, (padding, padding))
    {
    }

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="outputs">C', channels of the result.</param>
    /// <param name="kernel">Height and width.</param>
    /// <param name="stride">Step in both directions.</param>
    /// <param name="padding">Zeros added above and below, left and right.</param>
    public InceptionConvolution(int inputs, int outputs, (int Height, int Width) kernel, int stride, (int Rows, int Columns) padding)
        : base(nameof(InceptionConvolution))
    {
        conv = Conv2d(inputs, outputs, (kernel.Height, kernel.Width), (stride, stride), (padding.Rows, padding.Columns), bias: false);
        bn = new FoldableBatchNorm(outputs, Epsilon);
        relu = ReLU(inplace: true);
        RegisterComponents();
    }

    /// <summary>A 1 x n convolution that keeps height and width.</summary>
    public static InceptionConvolution Row(int inputs, int outputs, int length) => new(inputs, outputs, (1, length), 1, (0, length / 2));

    /// <summary>An n x 1 convolution that keeps height and width.</summary>
    public static InceptionConvolution Column(int inputs, int outputs, int length) => new(inputs, outputs, (length, 1), 1, (length / 2, 0));

    public override Tensor forward(Tensor input) // N x C x H x W
    {
        using var scope = NewDisposeScope();
        return relu.call(bn.call(conv.call(input))).MoveToOuterDisposeScope(); // N x C' x H' x W'
    }
}

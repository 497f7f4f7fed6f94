using Scenes.Backbones.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Reduction from 35 x 35 to 17 x 17: 3x3, two 3x3 and pooling side by side, each with stride 2 (figure 10).</summary>
internal sealed class InceptionB : Module<Tensor, Tensor>
{
    private readonly InceptionConvolution branch3x3;
    private readonly InceptionConvolution branch3x3dbl_1;
    private readonly InceptionConvolution branch3x3dbl_2;
    private readonly InceptionConvolution branch3x3dbl_3;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionB(int inputs, Func<int, int> scale) : base(nameof(InceptionB))
    {
        branch3x3 = new(inputs, scale(384), 3, stride: 2);
        branch3x3dbl_1 = new(inputs, scale(64), 1);
        branch3x3dbl_2 = new(scale(64), scale(96), 3, padding: 1);
        branch3x3dbl_3 = new(scale(96), scale(96), 3, stride: 2);
        OutputChannels = scale(384) + scale(96) + inputs;
        RegisterComponents();
    }

    public int OutputChannels { get; }

    public override Tensor forward(Tensor input) // N x C x 35 x 35
    {
        using var scope = NewDisposeScope();
        var once = branch3x3.call(input); // N x 384 x 17 x 17
        var twice = branch3x3dbl_3.call(branch3x3dbl_2.call(branch3x3dbl_1.call(input))); // N x 96 x 17 x 17
        var pooled = Operations.MaximumPool(input, 3, stride: 2); // N x C x 17 x 17
        return Operations.Concatenate(once, twice, pooled).MoveToOuterDisposeScope(); // N x 480 + C x 17 x 17
    }
}

using Scenes.Backbones.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Inception block of the 35 x 35 maps: 1x1, 5x5, two 3x3 and pooling side by side (figure 5).</summary>
internal sealed class InceptionA : Module<Tensor, Tensor>
{
    private readonly InceptionConvolution branch1x1;
    private readonly InceptionConvolution branch5x5_1;
    private readonly InceptionConvolution branch5x5_2;
    private readonly InceptionConvolution branch3x3dbl_1;
    private readonly InceptionConvolution branch3x3dbl_2;
    private readonly InceptionConvolution branch3x3dbl_3;
    private readonly InceptionConvolution branch_pool;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="pooled">p, channels of the pooling branch before scaling.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionA(int inputs, int pooled, Func<int, int> scale) : base(nameof(InceptionA))
    {
        branch1x1 = new(inputs, scale(64), 1);
        branch5x5_1 = new(inputs, scale(48), 1);
        branch5x5_2 = new(scale(48), scale(64), 5, padding: 2);
        branch3x3dbl_1 = new(inputs, scale(64), 1);
        branch3x3dbl_2 = new(scale(64), scale(96), 3, padding: 1);
        branch3x3dbl_3 = new(scale(96), scale(96), 3, padding: 1);
        branch_pool = new(inputs, scale(pooled), 1);
        OutputChannels = scale(64) + scale(64) + scale(96) + scale(pooled);
        RegisterComponents();
    }

    public int OutputChannels { get; }

    public override Tensor forward(Tensor input) // N x C x 35 x 35
    {
        using var scope = NewDisposeScope();
        var narrow = branch1x1.call(input); // N x 64 x 35 x 35
        var wide = branch5x5_2.call(branch5x5_1.call(input)); // N x 64 x 35 x 35
        var twice = branch3x3dbl_3.call(branch3x3dbl_2.call(branch3x3dbl_1.call(input))); // N x 96 x 35 x 35
        var pooled = branch_pool.call(Operations.AveragePool(input, 3, stride: 1, padding: 1)); // N x p x 35 x 35
        return Operations.Concatenate(narrow, wide, twice, pooled).MoveToOuterDisposeScope(); // N x 224 + p x 35 x 35
    }
}

using Scenes.Backbones.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Inception block of the 8 x 8 maps: 1x3 and 3x1 side by side at the end of two branches (figure 7).</summary>
internal sealed class InceptionE : Module<Tensor, Tensor>
{
    private readonly InceptionConvolution branch1x1;
    private readonly InceptionConvolution branch3x3_1;
    private readonly InceptionConvolution branch3x3_2a;
    private readonly InceptionConvolution branch3x3_2b;
    private readonly InceptionConvolution branch3x3dbl_1;
    private readonly InceptionConvolution branch3x3dbl_2;
    private readonly InceptionConvolution branch3x3dbl_3a;
    private readonly InceptionConvolution branch3x3dbl_3b;
    private readonly InceptionConvolution branch_pool;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionE(int inputs, Func<int, int> scale) : base(nameof(InceptionE))
    {
        int c = scale(384);
        branch1x1 = new(inputs, scale(320), 1);
        branch3x3_1 = new(inputs, c, 1);
        branch3x3_2a = InceptionConvolution.Row(c, c, 3);
        branch3x3_2b = InceptionConvolution.Column(c, c, 3);
        branch3x3dbl_1 = new(inputs, scale(448), 1);
        branch3x3dbl_2 = new(scale(448), c, 3, padding: 1);
        branch3x3dbl_3a = InceptionConvolution.Row(c, c, 3);
        branch3x3dbl_3b = InceptionConvolution.Column(c, c, 3);
        branch_pool = new(inputs, scale(192), 1);
        OutputChannels = scale(320) + 4 * c + scale(192);
        RegisterComponents();
    }

    public int OutputChannels { get; }

    public override Tensor forward(Tensor input) // N x C x 8 x 8
    {
        using var scope = NewDisposeScope();
        var narrow = branch1x1.call(input); // N x 320 x 8 x 8
        var once = branch3x3_1.call(input); // N x 384 x 8 x 8
        once = Operations.Concatenate(branch3x3_2a.call(once), branch3x3_2b.call(once)); // N x 768 x 8 x 8
        var twice = branch3x3dbl_2.call(branch3x3dbl_1.call(input)); // N x 384 x 8 x 8
        twice = Operations.Concatenate(branch3x3dbl_3a.call(twice), branch3x3dbl_3b.call(twice)); // N x 768 x 8 x 8
        var pooled = branch_pool.call(Operations.AveragePool(input, 3, stride: 1, padding: 1)); // N x 192 x 8 x 8
        return Operations.Concatenate(narrow, once, twice, pooled).MoveToOuterDisposeScope(); // N x 2048 x 8 x 8
    }
}

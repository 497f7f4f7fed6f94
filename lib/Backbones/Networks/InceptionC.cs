using Scenes.Backbones.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Inception block of the 17 x 17 maps: 7x7 convolutions as pairs of 1x7 and 7x1 (figure 6 with n = 7).</summary>
internal sealed class InceptionC : Module<Tensor, Tensor>
{
    private readonly InceptionConvolution branch1x1;
    private readonly InceptionConvolution branch7x7_1;
    private readonly InceptionConvolution branch7x7_2;
    private readonly InceptionConvolution branch7x7_3;
    private readonly InceptionConvolution branch7x7dbl_1;
    private readonly InceptionConvolution branch7x7dbl_2;
    private readonly InceptionConvolution branch7x7dbl_3;
    private readonly InceptionConvolution branch7x7dbl_4;
    private readonly InceptionConvolution branch7x7dbl_5;
    private readonly InceptionConvolution branch_pool;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="inner">c, channels inside the branches before scaling.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionC(int inputs, int inner, Func<int, int> scale) : base(nameof(InceptionC))
    {
        int c = scale(inner), outputs = scale(192);
        branch1x1 = new(inputs, outputs, 1);
        branch7x7_1 = new(inputs, c, 1);
        branch7x7_2 = InceptionConvolution.Row(c, c, 7);
        branch7x7_3 = InceptionConvolution.Column(c, outputs, 7);
        branch7x7dbl_1 = new(inputs, c, 1);
        branch7x7dbl_2 = InceptionConvolution.Column(c, c, 7);
        branch7x7dbl_3 = InceptionConvolution.Row(c, c, 7);
        branch7x7dbl_4 = InceptionConvolution.Column(c, c, 7);
        branch7x7dbl_5 = InceptionConvolution.Row(c, outputs, 7);
        branch_pool = new(inputs, outputs, 1);
        OutputChannels = 4 * outputs;
        RegisterComponents();
    }

    public int OutputChannels { get; }

    public override Tensor forward(Tensor input) // N x 768 x 17 x 17
    {
        using var scope = NewDisposeScope();
        var narrow = branch1x1.call(input); // N x 192 x 17 x 17
        var once = branch7x7_3.call(branch7x7_2.call(branch7x7_1.call(input))); // N x 192 x 17 x 17
        var twice = branch7x7dbl_3.call(branch7x7dbl_2.call(branch7x7dbl_1.call(input))); // N x c x 17 x 17
        twice = branch7x7dbl_5.call(branch7x7dbl_4.call(twice)); // N x 192 x 17 x 17
        var pooled = branch_pool.call(Operations.AveragePool(input, 3, stride: 1, padding: 1)); // N x 192 x 17 x 17
        return Operations.Concatenate(narrow, once, twice, pooled).MoveToOuterDisposeScope(); // N x 768 x 17 x 17
    }
}

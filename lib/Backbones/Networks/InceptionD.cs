using Scenes.Backbones.Layers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>Reduction from 17 x 17 to 8 x 8: 3x3, a 7x7 pair with 3x3, and pooling side by side, each with stride 2 (section 5 of the paper).</summary>
internal sealed class InceptionD : Module<Tensor, Tensor>
{
    private readonly InceptionConvolution branch3x3_1;
    private readonly InceptionConvolution branch3x3_2;
    private readonly InceptionConvolution branch7x7x3_1;
    private readonly InceptionConvolution branch7x7x3_2;
    private readonly InceptionConvolution branch7x7x3_3;
    private readonly InceptionConvolution branch7x7x3_4;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="scale">Width factor.</param>
    public InceptionD(int inputs, Func<int, int> scale) : base(nameof(InceptionD))
    {
        int c = scale(192);
        branch3x3_1 = new(inputs, c, 1);
        branch3x3_2 = new(c, scale(320), 3, stride: 2);
        branch7x7x3_1 = new(inputs, c, 1);
        branch7x7x3_2 = InceptionConvolution.Row(c, c, 7);
        branch7x7x3_3 = InceptionConvolution.Column(c, c, 7);
        branch7x7x3_4 = new(c, c, 3, stride: 2);
        OutputChannels = scale(320) + c + inputs;
        RegisterComponents();
    }

    public int OutputChannels { get; }

    public override Tensor forward(Tensor input) // N x 768 x 17 x 17
    {
        using var scope = NewDisposeScope();
        var small = branch3x3_2.call(branch3x3_1.call(input)); // N x 320 x 8 x 8
        var large = branch7x7x3_2.call(branch7x7x3_1.call(input)); // N x 192 x 17 x 17
        large = branch7x7x3_4.call(branch7x7x3_3.call(large)); // N x 192 x 8 x 8
        var pooled = Operations.MaximumPool(input, 3, stride: 2); // N x 768 x 8 x 8
        return Operations.Concatenate(small, large, pooled).MoveToOuterDisposeScope(); // N x 1280 x 8 x 8
    }
}

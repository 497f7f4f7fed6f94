using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Networks;

/// <summary>A fire module: 1x1 convolutions squeeze, 1x1 and 3x3 convolutions side by side expand (figure 1).</summary>
internal sealed class Fire : Module<Tensor, Tensor>
{
    private readonly Conv2d squeeze;
    private readonly ReLU squeeze_activation;
    private readonly Conv2d expand1x1;
    private readonly ReLU expand1x1_activation;
    private readonly Conv2d expand3x3;
    private readonly ReLU expand3x3_activation;

    /// <param name="inputs">C, channels of the input.</param>
    /// <param name="squeezed">s, channels between.</param>
    /// <param name="expanded">e, channels of each of the two branches.</param>
    public Fire(int inputs, int squeezed, int expanded) : base(nameof(Fire))
    {
        squeeze = Conv2d(inputs, squeezed, 1);
        squeeze_activation = ReLU(inplace: true);
        expand1x1 = Conv2d(squeezed, expanded, 1);
        expand1x1_activation = ReLU(inplace: true);
        expand3x3 = Conv2d(squeezed, expanded, 3, padding: 1);
        expand3x3_activation = ReLU(inplace: true);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) // N x C x H x W
    {
        using var scope = NewDisposeScope();
        var x = squeeze_activation.call(squeeze.call(input)); // N x s x H x W
        return Operations.Concatenate(
            expand1x1_activation.call(expand1x1.call(x)), // N x e x H x W
            expand3x3_activation.call(expand3x3.call(x)) // N x e x H x W
        ).MoveToOuterDisposeScope(); // N x 2e x H x W
    }
}

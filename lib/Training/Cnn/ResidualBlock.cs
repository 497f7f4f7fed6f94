using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Two 3 x 3 convolutions and a skip around them (Deep Residual Learning for Image Recognition, arXiv:1512.03385, figure 2).</summary>
/// <remarks>
/// The second batch norm starts at 0, so that the block starts as the identity (Accurate, Large Minibatch SGD, arXiv:1706.02677, section 5.1).
/// </remarks>
internal sealed class ResidualBlock : nn.Module<Tensor, Tensor>
{
    private readonly Conv2d first, second;
    private readonly BatchNorm2d firstNorm, secondNorm;
    private readonly ReLU firstRelu, secondRelu;

    /// <summary>A block that keeps width and size.</summary>
    /// <param name="channels">C, channels in and out.</param>
    public ResidualBlock(int channels)
        : base(nameof(ResidualBlock))
    {
        first = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
        firstNorm = nn.BatchNorm2d(channels);
        second = nn.Conv2d(channels, channels, 3, padding: 1, bias: false);
        secondNorm = nn.BatchNorm2d(channels);
        firstRelu = nn.ReLU(inplace: true);
        secondRelu = nn.ReLU(inplace: true);
        nn.init.zeros_(secondNorm.weight!);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) // N x C x H x W
    {
        using var scope = NewDisposeScope();
        Tensor inner = firstRelu.call(firstNorm.call(first.call(input)));
        return secondRelu.call(secondNorm.call(second.call(inner)).add_(input)).MoveToOuterDisposeScope(); // N x C x H x W
    }
}

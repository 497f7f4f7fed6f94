using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Memory order N x H x W x C under the shape N x C x H x W: the order in which CPU and GPU convolutions are fastest.</summary>
public static class ChannelsLast
{
    /// <summary>The same values and shape in channels-last order.</summary>
    /// <param name="images">N x C x H x W; not disposed.</param>
    /// <returns>A new tensor, or another handle of the same one where the order is right already.</returns>
    /// <exception cref="ArgumentException">The tensor has not four dimensions.</exception>
    public static Tensor Convert(Tensor images)
    {
        ArgumentNullException.ThrowIfNull(images);
        if (images.dim() != 4)
            throw new ArgumentException($"Got a tensor of shape {SafetensorsEntry.ShapeText(images.shape)}; channels-last order needs N x C x H x W.", nameof(images));
        using var scope = NewDisposeScope();
        return images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Puts the weights of every convolution into channels-last order; the network computes the same.</summary>
    /// <param name="network">Changed in place. Make optimizers after this, not before.</param>
    public static void Convert(nn.Module network)
    {
        ArgumentNullException.ThrowIfNull(network);
        using var withoutGradient = no_grad();
        foreach (var convolution in network.modules().OfType<Conv2d>())
        {
            var old = convolution.weight;
            bool learns = old.requires_grad;
            convolution.weight = new Parameter(Convert(old).DetachFromDisposeScope(), learns);
            old.Dispose();
        }
    }
}

using TorchSharp;

namespace Scenes.Features;

/// <summary>The memory order N x H x W x C under the shape N x C x H x W, which convolution kernels prefer.</summary>
public static class ChannelsLast
{
    /// <summary>A tensor of the same shape and values with channels innermost in memory.</summary>
    /// <param name="tensor">N x C x H x W.</param>
    /// <remarks>TorchSharp has no memory-format argument; the strides come from a permuted contiguous copy.</remarks>
    public static torch.Tensor Tensor(torch.Tensor tensor)
    {
        using torch.Tensor innermost = tensor.permute(0, 2, 3, 1);
        using torch.Tensor packed = innermost.contiguous();
        return packed.permute(0, 3, 1, 2);
    }

    /// <summary>Reorders all convolution weights of a network in place.</summary>
    /// <param name="network">Any module; its 4-dimensional parameters are convolution weights.</param>
    public static void Weights(torch.nn.Module network)
    {
        using var noGradient = torch.no_grad();
        foreach ((_, TorchSharp.Modules.Parameter parameter) in network.named_parameters())
        {
            if (parameter.dim() != 4) continue;
            using torch.Tensor reordered = Tensor(parameter);
            parameter.set_(reordered);
        }
    }
}

using Scenes.Backbones.Layers;
using Scenes.Backbones.Winograd;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones.Fusion;

/// <summary>A convolution of a <see cref="FusedNetwork"/> and its activation: by Winograd's algorithm where that is faster, else by oneDNN.</summary>
/// <param name="convolution">The layer; it stays the caller's. Its weights have their final values and number format at the first call.</param>
/// <param name="activation">What is applied last.</param>
internal sealed class PreparedConvolution(Conv2d convolution, Activation activation) : IDisposable
{
    private readonly Lazy<WinogradConvolution> winograd = new(() => new WinogradConvolution(convolution));

    /// <summary>The layer.</summary>
    public Conv2d Layer => convolution;

    /// <summary>activation(convolution(map)).</summary>
    /// <param name="map">N x C x H x W in channels-last order.</param>
    public Tensor Run(Tensor map) => UsesWinograd(map) ? winograd.Value.Run(map, activation) : RunByOneDnn(map);

    /// <summary>The same as oneDNN computes it.</summary>
    /// <param name="map">As for <see cref="Run"/>.</param>
    public Tensor RunByOneDnn(Tensor map) => FusedConvolution.Run(convolution, InFormatOf(convolution, map), activation);

    /// <summary>Whether <see cref="Run"/> uses Winograd's algorithm.</summary>
    /// <param name="map">As for <see cref="Run"/>.</param>
    public bool UsesWinograd(Tensor map) => WinogradConvolution.Suits(convolution, map);

    /// <summary>activation(sum + convolution(map)), in place in the sum.</summary>
    /// <param name="map">As for <see cref="Run"/>.</param>
    /// <param name="sum">N x C' x H' x W'; overwritten.</param>
    public Tensor AddTo(Tensor map, Tensor sum) => FusedConvolution.AddTo(convolution, InFormatOf(convolution, map), sum, activation);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (winograd.IsValueCreated) winograd.Value.Dispose();
    }

    /// <summary>The first stages of a network may compute in fp32 and those after them in a reduced format.</summary>
    private static Tensor InFormatOf(Conv2d convolution, Tensor map) => map.dtype == convolution.weight.dtype ? map : map.to(convolution.weight.dtype);
}

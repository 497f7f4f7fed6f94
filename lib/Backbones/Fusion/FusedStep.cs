using static TorchSharp.torch;

namespace Scenes.Backbones.Fusion;

/// <summary>One step of a <see cref="FusedNetwork"/>.</summary>
/// <param name="Run">Makes the result of the results that go in.</param>
/// <param name="Sources">Indices of the steps whose results go in; -1 for the network's input.</param>
internal sealed record FusedStep(Func<Tensor[], Tensor> Run, int[] Sources)
{
    /// <summary>Indices of the steps whose results nobody needs after this one.</summary>
    public int[] LastUses { get; init; } = [];

    /// <summary>The convolution that <see cref="Run"/> calls, to be disposed with the network; null where it calls another layer.</summary>
    public PreparedConvolution? Convolution { get; init; }
}

using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

internal static class Bits
{
    /// <summary>Whether two tensors agree in shape, type and every bit.</summary>
    public static bool Equal(Tensor a, Tensor b)
    {
        using var scope = NewDisposeScope();
        return a.dtype == b.dtype && a.shape.SequenceEqual(b.shape) && a.detach().contiguous().bytes.SequenceEqual(b.detach().contiguous().bytes);
    }
}

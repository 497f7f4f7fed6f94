using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace Scenes.Runtime;

/// <summary>Where the numbers of a tensor lie.</summary>
internal static class TensorMemory
{
    /// <summary>Address of the first byte. Unlike the spans that TorchSharp gives, it has no limit of 2 GiB.</summary>
    /// <param name="tensor">A contiguous tensor on the CPU with at least one row; keep it alive while the address is used.</param>
    public static unsafe nint Of(torch.Tensor tensor)
    {
        using torch.Tensor first = tensor.narrow(0, 0, 1);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}

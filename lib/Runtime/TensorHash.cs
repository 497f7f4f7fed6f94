using System.Security.Cryptography;
using TorchSharp;

namespace Scenes.Runtime;

/// <summary>Hashes over the numbers of tensors.</summary>
internal static class TensorHash
{
    private const long BytesAtOnce = 1 << 28; // the spans that TorchSharp gives end at 2 GiB

    /// <summary>Adds the bytes of all numbers in order.</summary>
    /// <param name="hash">What is added to.</param>
    /// <param name="values">A tensor on any device; name, type and shape are the caller's to add.</param>
    /// <param name="bytesAtOnce">What is copied at once, at least a row.</param>
    public static void Append(this IncrementalHash hash, torch.Tensor values, long bytesAtOnce = BytesAtOnce)
    {
        using var noGradient = torch.no_grad();
        using var scope = torch.NewDisposeScope();
        if (values.dim() == 0) values = values.unsqueeze(0);
        long count = values.shape[0], rowBytes = values.numel() / Math.Max(count, 1) * values.dtype.ElementSize();
        long rows = Math.Max(1, bytesAtOnce / Math.Max(rowBytes, 1));
        for (long start = 0; start < count; start += rows)
        {
            using var step = torch.NewDisposeScope();
            hash.AppendData(values.narrow(0, start, Math.Min(rows, count - start)).detach().cpu().contiguous().bytes);
        }
    }
}

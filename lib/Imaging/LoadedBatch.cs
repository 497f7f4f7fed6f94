using static TorchSharp.torch;

namespace Scenes.Imaging;

/// <summary>Some image files as one tensor, and which of them could not be read. Disposing it disposes the tensor.</summary>
/// <param name="Images">B x 3 x S x S, uint8, RGB, on the CPU; zeros where a file could not be read.</param>
/// <param name="Paths">B files.</param>
/// <param name="Errors">B entries: null where the file was read, else what is wrong with it, with its name.</param>
public sealed record LoadedBatch(Tensor Images, IReadOnlyList<string> Paths, IReadOnlyList<string?> Errors) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Images.Dispose();
}

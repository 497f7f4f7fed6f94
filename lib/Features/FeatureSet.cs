using System.IO.MemoryMappedFiles;
using System.Security.Cryptography;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>The features of a list of images, memory-mapped from a file of the cache.</summary>
public sealed unsafe class FeatureSet : IDisposable
{
    private readonly FeatureFileLayout layout;
    private readonly MemoryMappedFile file;
    private readonly MemoryMappedViewAccessor view;
    private readonly byte* data;

    private FeatureSet(string path, FeatureFileLayout layout)
    {
        Path = path;
        this.layout = layout;
        int header = layout.Header(null).Length;
        file = MemoryMappedFile.CreateFromFile(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete), null, 0,
            MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
        try
        {
            view = file.CreateViewAccessor(0, layout.FileBytes, MemoryMappedFileAccess.Read);
        }
        catch
        {
            file.Dispose();
            throw;
        }
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        data = start + view.PointerOffset + header;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What the features were made from.</summary>
    public FeatureKey Key => layout.Key;

    /// <summary>N, the number of images.</summary>
    public int Count => layout.Key.Count;

    /// <summary>The shape of one image's features: D, or C x H x W.</summary>
    public IReadOnlyList<long> RowShape => layout.RowShape;

    /// <summary>Features of some images.</summary>
    /// <param name="indices">B positions in the list of images, 0 to N - 1, in any order.</param>
    /// <returns>B x D or B x C x H x W, float32, on the CPU; the caller's to dispose.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A position is out of range.</exception>
    public torch.Tensor Rows(long[] indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        ObjectDisposedException.ThrowIf(view.SafeMemoryMappedViewHandle.IsClosed, this);
        foreach (long index in indices)
            if ((ulong)index >= (ulong)Count) throw new ArgumentOutOfRangeException(nameof(indices), index, $"Features are there for images 0 to {Count - 1}.");
        int rowBytes = layout.RowBytes;
        torch.Tensor rows = torch.empty(layout.RowShape.Prepend(indices.Length).ToArray(), Key.Stored.ScalarType());
        byte* target = indices.Length == 0 ? null : (byte*)TensorMemory.Of(rows);
        for (int i = 0; i < indices.Length; i++) Buffer.MemoryCopy(data + indices[i] * rowBytes, target + (long)i * rowBytes, rowBytes, rowBytes);
        if (Key.Stored == Precision.Float32) return rows;
        using (rows) return rows.to(torch.ScalarType.Float32);
    }

    /// <summary>Features of all images: N x D or N x C x H x W, float32, on the CPU; the caller's to dispose.</summary>
    public torch.Tensor All() => Rows([.. Enumerable.Range(0, Count).Select(i => (long)i)]);

    /// <inheritdoc/>
    public void Dispose()
    {
        if (view.SafeMemoryMappedViewHandle.IsClosed) return;
        view.SafeMemoryMappedViewHandle.ReleasePointer();
        view.Dispose();
        file.Dispose();
    }

    /// <summary>Opens a file after checking its length, its key and the checksum of its data.</summary>
    /// <exception cref="InvalidDataException">The file is damaged or belongs to another key; the message says which.</exception>
    internal static FeatureSet Open(string path, FeatureKey key)
    {
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 1 << 20);
            FeatureFileLayout layout = FeatureFileLayout.Read(stream, key);
            if (stream.Length != layout.FileBytes)
                throw new InvalidDataException($"it has {stream.Length} bytes; expected {layout.FileBytes}");
            string checksum = Convert.ToHexStringLower(SHA256.HashData(stream));
            byte[] header = new byte[layout.Header(null).Length];
            stream.Position = 0;
            stream.ReadExactly(header);
            if (!header.AsSpan().SequenceEqual(layout.Header(checksum))) throw new InvalidDataException("its checksum does not fit its data");
            return new FeatureSet(path, layout);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new InvalidDataException($"Feature file {path} is damaged: {e.Message}.", e);
        }
    }
}

using System.Buffers.Binary;
using System.IO.MemoryMappedFiles;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>
/// A file of named tensors in the safetensors format, memory-mapped. The whole header is checked before any value is read, and a file
/// holds values only: opening one never runs code, as a pickle would.
/// </summary>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MemoryMappedFile map;
    private readonly MemoryMappedViewAccessor view;
    private readonly SafetensorsHeader header;
    private readonly long dataStart;

    private SafetensorsFile(string path, MemoryMappedFile map, MemoryMappedViewAccessor view, SafetensorsHeader header, long dataStart)
    {
        Path = path;
        this.map = map;
        this.view = view;
        this.header = header;
        this.dataStart = dataStart;
    }

    /// <summary>Full path of the file.</summary>
    public string Path { get; }

    /// <summary>The tensors by name.</summary>
    public IReadOnlyDictionary<string, SafetensorsEntry> Tensors => header.Tensors;

    /// <summary>Free text by key; empty where the file has none.</summary>
    public IReadOnlyDictionary<string, string> Metadata => header.Metadata;

    /// <summary>Opens a file and checks its header against its length.</summary>
    /// <param name="path">A safetensors file with values of type F64, F32, F16, BF16, I64, I32, U8 or BOOL.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The header is malformed, or its ranges do not fill the file exactly.</exception>
    public static SafetensorsFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string full = System.IO.Path.GetFullPath(path);
        var stream = new FileStream(full, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
        MemoryMappedFile? map = null;
        MemoryMappedViewAccessor? view = null;
        try
        {
            var (header, dataStart) = ReadHeader(stream, full);
            map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: false);
            view = map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            return new SafetensorsFile(full, map, view, header, dataStart);
        }
        catch
        {
            view?.Dispose();
            map?.Dispose();
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Copies one tensor out of the file.</summary>
    /// <param name="name">A key of <see cref="Tensors"/>.</param>
    /// <returns>A new CPU tensor of the stored type and shape, owned by the caller.</returns>
    /// <exception cref="KeyNotFoundException">The file has no tensor of that name.</exception>
    /// <exception cref="InvalidDataException">A BOOL holds a byte other than 0 and 1, or the tensor takes 2 GiB or more.</exception>
    public Tensor Read(string name)
    {
        if (!Tensors.TryGetValue(name, out var entry))
            throw new KeyNotFoundException($"{Path} has no tensor '{name}'. It holds {Tensors.Count}: {string.Join(", ", Tensors.Keys.Order(StringComparer.Ordinal).Take(10))}, …");
        if (entry.ByteCount > int.MaxValue) throw new InvalidDataException($"{Path}: '{name}' takes {entry.ByteCount} bytes; a tensor of less than 2 GiB can be read.");
        var tensor = empty([.. entry.Shape], entry.Type, torch.CPU, requires_grad: false);
        try
        {
            if (entry.ByteCount > 0) Copy(entry, tensor.bytes);
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes tensors and free text. Equal content gives equal bytes: wider types stand first, then names in ordinal order.</summary>
    /// <param name="path">The final name, replaced in one step.</param>
    /// <param name="tensors">Tensors of any device and strides, of a type that <see cref="Open"/> reads; not disposed.</param>
    /// <param name="metadata">Free text by key, or null.</param>
    /// <exception cref="ArgumentException">A type is not in the format, a name is empty or reserved, or a tensor takes 2 GiB or more.</exception>
    /// <exception cref="IOException">The file cannot be written; what stood under <paramref name="path"/> is untouched.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null) =>
        SafetensorsWriter.Write(path, tensors, metadata);

    /// <summary>Releases the mapping; tensors that were read stay valid.</summary>
    public void Dispose()
    {
        view.Dispose();
        map.Dispose();
    }

    private static (SafetensorsHeader Header, long DataStart) ReadHeader(FileStream stream, string path)
    {
        long length = stream.Length;
        if (length < SafetensorsHeader.PrefixBytes)
            throw new InvalidDataException($"{path}: {length} bytes are too few for a safetensors file; at least {SafetensorsHeader.PrefixBytes} are needed.");
        Span<byte> prefix = stackalloc byte[SafetensorsHeader.PrefixBytes];
        stream.ReadExactly(prefix);
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        SafetensorsHeader.CheckLength(headerBytes, length, path);
        byte[] json = new byte[headerBytes];
        stream.ReadExactly(json);
        long dataStart = SafetensorsHeader.PrefixBytes + json.Length;
        return (SafetensorsHeader.Parse(json, length - dataStart, path), dataStart);
    }

    private unsafe void Copy(SafetensorsEntry entry, Span<byte> target)
    {
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        try
        {
            var source = new ReadOnlySpan<byte>(start + view.PointerOffset + dataStart + entry.Start, target.Length);
            if (entry.Type == ScalarType.Bool && source.ContainsAnyExceptInRange((byte)0, (byte)1))
                throw new InvalidDataException($"{Path}: {entry.Name} is BOOL but holds bytes other than 0 and 1.");
            source.CopyTo(target);
        }
        finally
        {
            view.SafeMemoryMappedViewHandle.ReleasePointer();
        }
    }
}

using System.Buffers;
using Scenes.Runtime;

namespace Scenes.Imaging;

/// <summary>A file's bytes in a rented buffer, which goes back when this is disposed.</summary>
internal readonly struct PooledFile : IDisposable
{
    private readonly byte[] buffer;
    private readonly int length;

    private PooledFile(byte[] buffer, int length)
    {
        this.buffer = buffer;
        this.length = length;
    }

    public ReadOnlySpan<byte> Bytes => buffer.AsSpan(0, length);

    public static PooledFile Read(string path, ImageLimits limits)
    {
        if (RegularFile.IsOther(path)) throw new ImageFormatException("A pipe or a device, not a file. Name the file of an image.").In(path);
        using Microsoft.Win32.SafeHandles.SafeFileHandle handle = File.OpenHandle(path);
        long size = RandomAccess.GetLength(handle);
        if (size > limits.MaxFileBytes)
        {
            throw new ImageFormatException(
                $"The file has {size} bytes, allowed are {limits.MaxFileBytes}. Make it smaller, or raise {nameof(ImageLimits)}.{nameof(ImageLimits.MaxFileBytes)}.").In(path);
        }
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)size);
        int at = 0;
        while (at < size)
        {
            int got = RandomAccess.Read(handle, buffer.AsSpan(at, (int)size - at), at);
            if (got == 0) break;
            at += got;
        }
        return new PooledFile(buffer, at);
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);
}

using System.Buffers.Binary;
using System.IO.Compression;

namespace Scenes.Tests.Imaging;

/// <summary>Writes plain PNG and BMP files by hand, so that their pixels are known without any codec.</summary>
internal static class ImageWriter
{
    /// <summary>A PNG without filters; <paramref name="pixels"/> holds rows without padding, 16-bit values big-endian.</summary>
    public static byte[] Png(int width, int height, int bits, int colourType, ReadOnlySpan<byte> pixels, byte[]? compressed = null)
    {
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)bits, (byte)colourType);
        Chunk(file, "IHDR"u8, header);
        Chunk(file, "IDAT"u8, compressed ?? Deflate(pixels, pixels.Length / height));
        Chunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    /// <summary>A 24-bit BMP.</summary>
    public static byte[] Bmp(int width, int height, ReadOnlySpan<byte> rgb, bool topDown)
    {
        const int Headers = 54;
        int stride = (3 * width + 3) / 4 * 4;
        byte[] file = new byte[Headers + stride * height];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(2), file.Length);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(10), Headers);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(22), topDown ? -height : height);
        (file[26], file[28]) = (1, 24);
        for (int y = 0; y < height; y++)
        {
            int row = Headers + stride * (topDown ? y : height - 1 - y);
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < 3; channel++)
                    file[row + 3 * x + 2 - channel] = rgb[3 * (y * width + x) + channel];
        }
        return file;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> pixels, int rowBytes)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            for (int at = 0; at < pixels.Length; at += rowBytes)
            {
                stream.WriteByte(0);
                stream.Write(pixels.Slice(at, rowBytes));
            }
        }
        return compressed.ToArray();
    }

    private static void Chunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc([.. type, .. data]));
        file.Write(number);
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++) crc = crc >> 1 ^ (0xEDB88320u & (uint)-(int)(crc & 1));
        }
        return ~crc;
    }
}

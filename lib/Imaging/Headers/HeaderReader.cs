using System.Buffers.Binary;

namespace Scenes.Imaging.Headers;

/// <summary>Numbers out of a header, each read checked against the end of the file.</summary>
internal readonly ref struct HeaderReader(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;

    public int Length => bytes.Length;

    public byte Byte(int at) => Slice(at, 1)[0];

    public int Big16(int at) => BinaryPrimitives.ReadUInt16BigEndian(Slice(at, 2));

    public uint Big32(int at) => BinaryPrimitives.ReadUInt32BigEndian(Slice(at, 4));

    public int Little16(int at) => BinaryPrimitives.ReadUInt16LittleEndian(Slice(at, 2));

    public uint Little32(int at) => BinaryPrimitives.ReadUInt32LittleEndian(Slice(at, 4));

    public ReadOnlySpan<byte> Slice(int at, int count)
    {
        if (at < 0 || count < 0 || at > bytes.Length - count)
            throw new ImageFormatException($"The file ends within its header, after {bytes.Length} bytes. Copy or download it again.");
        return bytes.Slice(at, count);
    }

    /// <summary>Whether <paramref name="count"/> bytes follow <paramref name="at"/>.</summary>
    public bool Has(int at, int count) => at >= 0 && count >= 0 && at <= bytes.Length - count;

    public static ImageFormatException Damaged(ImageFormat format, string what) =>
        new($"The {format} header is damaged: {what}. Copy or download the file again, or save it anew with an image editor.");
}

using System.Buffers.Binary;

namespace Scenes.Imaging.Headers;

/// <summary>The orientation tag (0x0112) of an EXIF block, the one tag that changes how an image is shown.</summary>
internal static class ExifOrientation
{
    private const int Upright = 1, OrientationTag = 0x0112, EntryBytes = 12, LongType = 4; // the standard has SHORT, some writers LONG

    /// <summary>Reads the tag.</summary>
    /// <param name="exif">A TIFF structure, with or without the six bytes <c>Exif\0\0</c> before it.</param>
    /// <returns>1 to 8; 1 where the tag is absent or damaged, since a wrong tag is no reason to refuse an image.</returns>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        if (exif.StartsWith("Exif\0\0"u8)) exif = exif[6..];
        if (exif.Length < 8) return Upright;
        bool little = exif.StartsWith("II"u8);
        if (!little && !exif.StartsWith("MM"u8)) return Upright;
        uint first = Number32(exif[4..], little);
        if (first > exif.Length - 2) return Upright;
        int count = Number16(exif[(int)first..], little);
        for (int i = 0; i < count; i++)
        {
            long at = first + 2 + (long)i * EntryBytes;
            if (at + EntryBytes > exif.Length) break;
            ReadOnlySpan<byte> entry = exif.Slice((int)at, EntryBytes);
            if (Number16(entry, little) != OrientationTag) continue;
            long value = Number16(entry[2..], little) == LongType ? Number32(entry[8..], little) : Number16(entry[8..], little);
            return value is >= 1 and <= 8 ? (int)value : Upright;
        }
        return Upright;
    }

    private static int Number16(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt16LittleEndian(bytes) : BinaryPrimitives.ReadUInt16BigEndian(bytes);

    private static uint Number32(ReadOnlySpan<byte> bytes, bool little) =>
        little ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadUInt32BigEndian(bytes);
}

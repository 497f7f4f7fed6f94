namespace Scenes.Imaging.Headers;

/// <summary>Reads the three forms of WebP: lossy, lossless and extended (RFC 9649).</summary>
internal static class WebPHeader
{
    private const int AlphaFlag = 0x10;

    public static ImageHeader Parse(HeaderReader file)
    {
        ReadOnlySpan<byte> type = file.Slice(12, 4);
        if (type.SequenceEqual("VP8 "u8))
        {
            if (!file.Slice(23, 3).SequenceEqual<byte>([0x9D, 0x01, 0x2A])) throw HeaderReader.Damaged(ImageFormat.WebP, "no key frame at byte 20");
            return Header(file.Little16(26) & 0x3FFF, file.Little16(28) & 0x3FFF, alpha: false);
        }
        if (type.SequenceEqual("VP8L"u8))
        {
            uint bits = file.Little32(21);
            return Header((int)(bits & 0x3FFF) + 1, (int)((bits >> 14) & 0x3FFF) + 1, alpha: (bits >> 28 & 1) == 1);
        }
        if (!type.SequenceEqual("VP8X"u8)) throw HeaderReader.Damaged(ImageFormat.WebP, "its first chunk is none of VP8, VP8L and VP8X");
        return Header(1 + Little24(file, 24), 1 + Little24(file, 27), (file.Byte(20) & AlphaFlag) != 0, Orientation(file));
    }

    private static int Orientation(HeaderReader file)
    {
        for (long at = 12; at + 8 <= file.Length;)
        {
            uint length = file.Little32((int)at + 4);
            if (file.Slice((int)at, 4).SequenceEqual("EXIF"u8) && length <= file.Length && file.Has((int)at + 8, (int)length))
                return ExifOrientation.Read(file.Slice((int)at + 8, (int)length));
            at += 8L + length + (length & 1);
        }
        return 1;
    }

    private static int Little24(HeaderReader file, int at) => file.Little16(at) | file.Byte(at + 2) << 16;

    private static ImageHeader Header(int width, int height, bool alpha, int orientation = 1) =>
        new(ImageFormat.WebP, width, height, ColourMode.Rgb, 8, alpha, orientation);
}

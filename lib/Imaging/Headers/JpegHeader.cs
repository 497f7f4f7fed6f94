namespace Scenes.Imaging.Headers;

/// <summary>Walks the segments of a JPEG up to its frame header (ITU-T T.81, annex B).</summary>
internal static class JpegHeader
{
    private const int Exif = 0xE1, StartOfScan = 0xDA, EndOfImage = 0xD9, Stuffed = 0x00, Temporary = 0x01;

    public static ImageHeader Parse(HeaderReader file)
    {
        int? orientation = null;
        for (int at = 2; ;)
        {
            int marker = file.Byte(at) == 0xFF ? file.Byte(at + 1) : Stuffed;
            if (marker is 0xFF or Stuffed)
            {
                at++; // a fill byte before a marker, or one too many after a segment, which decoders pass over
                continue;
            }
            if (marker is Temporary or >= 0xD0 and <= 0xD7)
            {
                at += 2; // has no length
                continue;
            }
            if (marker is StartOfScan or EndOfImage) throw HeaderReader.Damaged(ImageFormat.Jpeg, "it has no frame header");
            int length = file.Big16(at + 2);
            if (length < 2) throw HeaderReader.Damaged(ImageFormat.Jpeg, $"a segment of length {length} at byte {at}");
            if (IsFrame(marker)) return Frame(file, at + 4, orientation ?? 1);
            // The first one counts; those behind it continue what is too long for one segment.
            if (marker == Exif && orientation is null && file.Slice(at + 4, length - 2) is var segment && segment.StartsWith("Exif\0\0"u8))
                orientation = ExifOrientation.Read(segment);
            at += 2 + length;
        }
    }

    // SOF0 to SOF15 without the three codes that define tables or are reserved.
    private static bool IsFrame(int marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static ImageHeader Frame(HeaderReader file, int at, int orientation)
    {
        ColourMode mode = file.Byte(at + 5) switch
        {
            1 => ColourMode.Grey,
            3 => ColourMode.Rgb,
            4 => ColourMode.Cmyk,
            var count => throw HeaderReader.Damaged(ImageFormat.Jpeg, $"it has {count} channels, allowed are 1, 3 and 4"),
        };
        return new ImageHeader(ImageFormat.Jpeg, file.Big16(at + 3), file.Big16(at + 1), mode, file.Byte(at), HasAlpha: false, orientation);
    }
}

namespace Scenes.Imaging.Headers;

/// <summary>Walks the chunks of a PNG (W3C Portable Network Graphics specification, section 5).</summary>
internal static class PngHeader
{
    public static ImageHeader Parse(HeaderReader file)
    {
        if (!file.Slice(12, 4).SequenceEqual("IHDR"u8)) throw HeaderReader.Damaged(ImageFormat.Png, "its first chunk is not IHDR");
        int colourType = file.Byte(25), orientation = 1;
        bool transparent = colourType is 4 or 6;
        ColourMode mode = colourType switch
        {
            0 or 4 => ColourMode.Grey,
            2 or 6 => ColourMode.Rgb,
            3 => ColourMode.Palette,
            _ => throw HeaderReader.Damaged(ImageFormat.Png, $"colour type {colourType}, allowed are 0, 2, 3, 4 and 6"),
        };
        for (int at = 33; file.Has(at, 8);)
        {
            uint length = file.Big32(at);
            ReadOnlySpan<byte> type = file.Slice(at + 4, 4);
            if (type.SequenceEqual("tRNS"u8)) transparent = true;
            if (type.SequenceEqual("eXIf"u8) && length <= file.Length && file.Has(at + 8, (int)length))
                orientation = ExifOrientation.Read(file.Slice(at + 8, (int)length));
            long next = at + 12L + length;
            if (next > file.Length) break;
            at = (int)next;
        }
        return new ImageHeader(
            ImageFormat.Png, (int)Math.Min(file.Big32(16), int.MaxValue), (int)Math.Min(file.Big32(20), int.MaxValue),
            mode, file.Byte(24), transparent, orientation);
    }
}

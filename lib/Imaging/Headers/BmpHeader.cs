namespace Scenes.Imaging.Headers;

/// <summary>Reads the two families of bitmap headers: OS/2 (12 bytes) and Windows (40 bytes and more).</summary>
internal static class BmpHeader
{
    private const uint CoreHeader = 12, InfoHeader = 40, HeaderWithAlphaMask = 56;

    public static ImageHeader Parse(HeaderReader file)
    {
        uint size = file.Little32(14);
        if (size == CoreHeader) return Header(file.Little16(18), file.Little16(20), file.Little16(24), alpha: false);
        if (size < InfoHeader) throw HeaderReader.Damaged(ImageFormat.Bmp, $"an information header of {size} bytes");
        int height = (int)file.Little32(22); // Negative where rows run from the top.
        if (height == int.MinValue) throw HeaderReader.Damaged(ImageFormat.Bmp, $"height {height}");
        bool alpha = size >= HeaderWithAlphaMask && file.Little32(66) != 0;
        return Header((int)file.Little32(18), Math.Abs(height), file.Little16(28), alpha);
    }

    private static ImageHeader Header(int width, int height, int bitsPerPixel, bool alpha) => bitsPerPixel switch
    {
        1 or 2 or 4 or 8 => new(ImageFormat.Bmp, width, height, ColourMode.Palette, bitsPerPixel, HasAlpha: false),
        16 => new(ImageFormat.Bmp, width, height, ColourMode.Rgb, 5, alpha),
        24 or 32 => new(ImageFormat.Bmp, width, height, ColourMode.Rgb, 8, alpha),
        _ => throw HeaderReader.Damaged(ImageFormat.Bmp, $"{bitsPerPixel} bits a pixel, allowed are 1, 2, 4, 8, 16, 24 and 32"),
    };
}

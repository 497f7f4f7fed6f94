namespace Scenes.Imaging.Headers;

/// <summary>Reads the logical screen of a GIF and the place of its first frame (GIF89a specification, sections 18 and 20).</summary>
internal static class GifHeader
{
    private const int Extension = 0x21, Frame = 0x2C, Trailer = 0x3B, ScreenEnd = 13;

    public static ImageHeader Parse(HeaderReader file)
    {
        int screen = file.Byte(10); // flags: whether a colour table follows, and its size
        int frame = FirstFrame(file, (screen & 0x80) == 0 ? ScreenEnd : ScreenEnd + 3 * (2 << (screen & 7)));
        // Decoders enlarge a screen that the first frame exceeds; some writers leave it at 0 x 0.
        int width = Math.Max(file.Little16(6), file.Little16(frame + 1) + file.Little16(frame + 5));
        int height = Math.Max(file.Little16(8), file.Little16(frame + 3) + file.Little16(frame + 7));
        int table = file.Byte(frame + 9); // a colour table of the frame's own comes before the screen's
        int bits = ((table & 0x80) == 0 ? screen : table) & 7;
        // Transparency stands in a block before each frame; every GIF may have it.
        return new ImageHeader(ImageFormat.Gif, width, height, ColourMode.Palette, bits + 1, HasAlpha: true);
    }

    private static int FirstFrame(HeaderReader file, int at)
    {
        for (; ; at++) // decoders pass over bytes that begin no block
        {
            switch (file.Byte(at))
            {
                case Frame:
                    return at;
                case Trailer:
                    throw HeaderReader.Damaged(ImageFormat.Gif, "it has no frame");
                case Extension:
                    at += 2;
                    while (file.Byte(at) is > 0 and var length) at += 1 + length;
                    break;
            }
        }
    }
}

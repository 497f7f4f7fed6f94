namespace Scenes.Imaging.Headers;

/// <summary>Reads the logical screen of a GIF (GIF89a specification, section 18).</summary>
internal static class GifHeader
{
    // Transparency stands in a block before each frame; every GIF may have it.
    public static ImageHeader Parse(HeaderReader file) => new(
        ImageFormat.Gif, file.Little16(6), file.Little16(8), ColourMode.Palette, (file.Byte(10) & 7) + 1, HasAlpha: true);
}

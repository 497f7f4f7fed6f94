namespace Scenes.Imaging;

/// <summary>The file formats that are read. The content of a file decides, not its extension.</summary>
public enum ImageFormat
{
    /// <summary>JPEG: grey, colour or CMYK, baseline or progressive.</summary>
    Jpeg,

    /// <summary>PNG of any colour type, 1 to 16 bits a channel.</summary>
    Png,

    /// <summary>WebP, lossy or lossless; the first frame of an animation.</summary>
    WebP,

    /// <summary>GIF; the first frame.</summary>
    Gif,

    /// <summary>Windows bitmap.</summary>
    Bmp,
}

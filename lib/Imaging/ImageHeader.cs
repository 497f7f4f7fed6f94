using Scenes.Imaging.Headers;

namespace Scenes.Imaging;

/// <summary>What a file says about its image, read without decoding a pixel.</summary>
/// <param name="Format">The format, by content.</param>
/// <param name="StoredWidth">Width as stored, in pixels.</param>
/// <param name="StoredHeight">Height as stored, in pixels.</param>
/// <param name="Mode">How colour is stored.</param>
/// <param name="BitsPerChannel">1 to 16; for <see cref="ColourMode.Palette"/> the bits of an index.</param>
/// <param name="HasAlpha">Whether pixels may be transparent; they are laid on white when decoded.</param>
/// <param name="Orientation">EXIF orientation, 1 (upright) to 8; applied when decoded.</param>
public sealed record ImageHeader(
    ImageFormat Format, int StoredWidth, int StoredHeight, ColourMode Mode, int BitsPerChannel, bool HasAlpha, int Orientation = 1)
{
    /// <summary>Width of the upright image in pixels.</summary>
    public int Width => Orientation >= 5 ? StoredHeight : StoredWidth;

    /// <summary>Height of the upright image in pixels.</summary>
    public int Height => Orientation >= 5 ? StoredWidth : StoredHeight;

    internal long PixelCount => (long)StoredWidth * StoredHeight;

    /// <summary>Reads the header of a file.</summary>
    /// <param name="path">A readable file.</param>
    /// <param name="limits">What the file may ask of memory; by default <see cref="ImageLimits.Default"/>. Only the length is checked here.</param>
    /// <exception cref="ImageFormatException">The file is not an image of a known format, or its header is damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ImageHeader Read(string path, ImageLimits? limits = null)
    {
        using PooledFile file = PooledFile.Read(path, limits ?? ImageLimits.Default);
        try
        {
            return Parse(file.Bytes);
        }
        catch (ImageFormatException error)
        {
            throw error.In(path);
        }
    }

    /// <summary>Reads the header of a whole file's bytes.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <exception cref="ImageFormatException">The bytes are not an image of a known format, or its header is damaged.</exception>
    public static ImageHeader Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) throw new ImageFormatException("The file is empty. Copy or download it again.");
        var cursor = new HeaderReader(bytes);
        ImageHeader header = FormatOf(bytes) switch
        {
            ImageFormat.Jpeg => JpegHeader.Parse(cursor),
            ImageFormat.Png => PngHeader.Parse(cursor),
            ImageFormat.WebP => WebPHeader.Parse(cursor),
            ImageFormat.Gif => GifHeader.Parse(cursor),
            ImageFormat.Bmp => BmpHeader.Parse(cursor),
            _ => throw new ImageFormatException($"This is {Guess(bytes)}. Read are JPEG, PNG, WebP, GIF and BMP; convert the file to one of them."),
        };
        return header.StoredWidth > 0 && header.StoredHeight > 0
            ? header
            : throw HeaderReader.Damaged(header.Format, $"it is {header.StoredWidth} x {header.StoredHeight} pixels");
    }

    /// <summary>The format that the first bytes of a file speak of; null where it is none that is read.</summary>
    internal static ImageFormat? FormatOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0xFF, 0xD8, 0xFF, ..] => ImageFormat.Jpeg,
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => ImageFormat.Png,
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => ImageFormat.WebP,
        [(byte)'G', (byte)'I', (byte)'F', (byte)'8', (byte)'7' or (byte)'9', (byte)'a', ..] => ImageFormat.Gif,
        [(byte)'B', (byte)'M', ..] => ImageFormat.Bmp,
        _ => null,
    };

    private static string Guess(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [(byte)'I', (byte)'I', 42, 0, ..] or [(byte)'M', (byte)'M', 0, 42, ..] => "a TIFF image or a camera's raw file",
        [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => "a HEIC or AVIF image, or a video",
        [(byte)'8', (byte)'B', (byte)'P', (byte)'S', ..] => "a Photoshop document",
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => "a PDF document",
        [(byte)'<', ..] => "text (a web page or an SVG drawing)",
        [(byte)'P', (byte)'K', 3, 4, ..] => "a zip archive",
        _ => "no known image format",
    };
}

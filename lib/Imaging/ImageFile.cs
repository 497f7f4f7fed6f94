using System.Buffers;
using System.Reflection;
using Scenes.Imaging.Codec;

namespace Scenes.Imaging;

/// <summary>Images from files and back.</summary>
/// <remarks>
/// Read are JPEG (grey, colour, CMYK), PNG (any colour type, up to 16 bits), WebP, GIF (first frame) and BMP; the content decides, not the
/// extension. EXIF orientation is applied, transparency is laid on white, colour profiles are ignored, as the training of the usual
/// ImageNet weights did.
/// </remarks>
public static class ImageFile
{
    /// <summary>Who decodes in this build, as ImageCodec names it: <c>skia</c> or <c>imagesharp</c>.</summary>
    public static string Codec => PixelCodec.Name;

    /// <summary>Who decodes, with the version of its library, such as <c>skia 3.119.4</c>: another one may decode otherwise.</summary>
    internal static string CodecVersion { get; } = $"{PixelCodec.Name} {VersionOf(PixelCodec.Library)}";

    /// <summary>Decodes a file.</summary>
    /// <param name="path">A readable file.</param>
    /// <param name="limits">What the file may ask of memory; by default <see cref="ImageLimits.Default"/>.</param>
    /// <exception cref="ImageFormatException">The file is no image of a known format, is damaged, or exceeds a limit.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static RgbImage Decode(string path, ImageLimits? limits = null)
    {
        limits ??= ImageLimits.Default;
        using PooledFile file = PooledFile.Read(path, limits);
        try
        {
            return Decode(file.Bytes, limits);
        }
        catch (ImageFormatException error)
        {
            throw error.In(path);
        }
    }

    /// <summary>What hinders reading a file, with its path; null where it decodes.</summary>
    internal static string? Problem(string path, ImageLimits limits)
    {
        try
        {
            using PooledFile file = PooledFile.Read(path, limits);
            RgbaBuffer.Decode(file.Bytes, limits).Dispose();
            return null;
        }
        catch (Exception error) when (IsUnreadable(error))
        {
            return error is ImageFormatException { FilePath: not null } ? error.Message : $"{path}: {error.Message}";
        }
    }

    /// <summary>Whether an error says that a file cannot be read as an image; others are faults of the program.</summary>
    internal static bool IsUnreadable(Exception error) =>
        error is ImageFormatException or IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException;

    /// <summary>Decodes the bytes of a whole file.</summary>
    /// <param name="bytes">The content of the file.</param>
    /// <param name="limits">What the file may ask of memory; by default <see cref="ImageLimits.Default"/>.</param>
    /// <exception cref="ImageFormatException">The bytes are no image of a known format, are damaged, or exceed a limit.</exception>
    public static RgbImage Decode(ReadOnlySpan<byte> bytes, ImageLimits? limits = null)
    {
        using RgbaBuffer buffer = RgbaBuffer.Decode(bytes, limits ?? ImageLimits.Default);
        var image = new RgbImage(buffer.Width, buffer.Height);
        PixelLayout.RgbaToRgb(buffer.Pixels, image.Pixels);
        return image;
    }

    /// <summary>Encodes as JPEG (4:2:0 chroma, no metadata). The bytes depend on the pixels, the quality and the codec's version alone.</summary>
    /// <param name="image">The image.</param>
    /// <param name="quality">1 to 100.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="quality"/> is not in 1 to 100.</exception>
    public static byte[] EncodeJpeg(RgbImage image, int quality = 90)
    {
        if (quality is < 1 or > 100) throw new ArgumentOutOfRangeException(nameof(quality), quality, $"JPEG quality is {quality}. Allowed: 1 to 100.");
        return WithRgba(image, rgba => PixelCodec.EncodeJpeg(rgba, image.Width, image.Height, quality));
    }

    /// <summary>Encodes as PNG (8 bits, RGB), without loss.</summary>
    /// <param name="image">The image.</param>
    public static byte[] EncodePng(RgbImage image) => WithRgba(image, rgba => PixelCodec.EncodePng(rgba, image.Width, image.Height));

    private static byte[] WithRgba(RgbImage image, Func<ReadOnlySpan<byte>, byte[]> encode)
    {
        ArgumentNullException.ThrowIfNull(image);
        int length = checked(4 * image.Width * image.Height);
        byte[] rgba = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            PixelLayout.RgbToRgba(image.Pixels, rgba.AsSpan(0, length));
            return encode(rgba.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
    }

    /// <summary>The version of its package; what follows a plus names a commit. The version of the assembly itself stays the same over several packages.</summary>
    private static string VersionOf(Assembly library) =>
        library.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? library.GetName().Version!.ToString();
}

using System.Reflection;
using SkiaSharp;

namespace Scenes.Imaging.Codec;

/// <summary>The one place that knows the decoder. This form uses SkiaSharp (ImageCodec=skia, the default).</summary>
internal static unsafe class PixelCodec
{
    /// <summary>Its name as ImageCodec has it.</summary>
    public const string Name = "skia";

    /// <summary>The library that decodes.</summary>
    public static Assembly Library => typeof(SKCodec).Assembly;

    private const string Remedy = "Copy or download it again, or save it anew with an image editor.";

    /// <summary>Decodes the first frame as it is stored: no orientation, no colour management, alpha not multiplied.</summary>
    /// <param name="bytes">A whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rgba">Takes stored height x stored width x 4 values.</param>
    /// <exception cref="ImageFormatException">The file is damaged or cut short.</exception>
    public static void Decode(ReadOnlySpan<byte> bytes, ImageHeader header, Span<byte> rgba)
    {
        fixed (byte* source = bytes, target = rgba)
        {
            using SKData data = SKData.Create((nint)source, bytes.Length);
            using SKCodec codec = SKCodec.Create(data)
                ?? throw new ImageFormatException($"The {header.Format} file is damaged, or of a kind the decoder does not know. {Remedy}");
            SKSizeI size = codec.Info.Size;
            if (size.Width != header.StoredWidth || size.Height != header.StoredHeight)
            {
                throw new ImageFormatException(
                    $"The {header.Format} header says {header.StoredWidth} x {header.StoredHeight} pixels, its content {size.Width} x {size.Height}. {Remedy}");
            }
            // Without a colour space Skia leaves the values as they are in the file, as training pipelines do.
            SKAlphaType alpha = codec.Info.AlphaType == SKAlphaType.Opaque ? SKAlphaType.Opaque : SKAlphaType.Unpremul;
            var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, alpha, null);
            SKCodecResult result = codec.GetPixels(info, (nint)target, info.RowBytes, SKCodecOptions.Default);
            if (result != SKCodecResult.Success)
                throw new ImageFormatException($"The {header.Format} file is {Reason(result)}. {Remedy}");
        }
    }

    /// <summary>Encodes as JPEG with 4:2:0 chroma.</summary>
    public static byte[] EncodeJpeg(ReadOnlySpan<byte> rgba, int width, int height, int quality) => Encode(rgba, width, height, (pixels, stream) =>
        pixels.Encode(stream, new SKJpegEncoderOptions(quality, SKJpegEncoderDownsample.Downsample420, SKJpegEncoderAlphaOption.Ignore)));

    /// <summary>Encodes as PNG, 8 bits, RGB.</summary>
    public static byte[] EncodePng(ReadOnlySpan<byte> rgba, int width, int height) => Encode(rgba, width, height, (pixels, stream) =>
        pixels.Encode(stream, SKPngEncoderOptions.Default));

    private static byte[] Encode(ReadOnlySpan<byte> rgba, int width, int height, Func<SKPixmap, Stream, bool> encode)
    {
        fixed (byte* source = rgba)
        {
            var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque, null);
            using var pixels = new SKPixmap(info, (nint)source);
            using var stream = new MemoryStream();
            if (!encode(pixels, stream)) throw new ImageFormatException($"The encoder refused an image of {width} x {height} pixels.");
            return stream.ToArray();
        }
    }

    private static string Reason(SKCodecResult result) => result switch
    {
        SKCodecResult.IncompleteInput => "cut short",
        SKCodecResult.ErrorInInput or SKCodecResult.InvalidInput => "damaged",
        _ => $"of a kind the decoder does not know ({result})",
    };
}

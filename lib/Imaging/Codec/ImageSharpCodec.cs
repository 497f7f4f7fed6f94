using System.Buffers.Binary;
using System.Reflection;
using Scenes.Imaging.Headers;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.PixelFormats;

namespace Scenes.Imaging.Codec;

/// <summary>The one place that knows the decoder. This form uses SixLabors.ImageSharp (ImageCodec=imagesharp).</summary>
internal static class PixelCodec
{
    /// <summary>Its name as ImageCodec has it.</summary>
    public const string Name = "imagesharp";

    /// <summary>The library that decodes.</summary>
    public static Assembly Library => typeof(Image).Assembly;

    private const string Remedy = "Copy or download it again, or save it anew with an image editor.";

    // Images are decoded side by side, so each takes one thread; orientation is read by ImageHeader.
    private static readonly DecoderOptions Options = new() { Configuration = OneThread(), MaxFrames = 1, SkipMetadata = true };

    /// <summary>Decodes the first frame as it is stored: no orientation, no colour management, alpha not multiplied.</summary>
    /// <param name="bytes">A whole file.</param>
    /// <param name="header">Its header.</param>
    /// <param name="rgba">Takes stored height x stored width x 4 values.</param>
    /// <exception cref="ImageFormatException">The file is damaged or cut short.</exception>
    public static void Decode(ReadOnlySpan<byte> bytes, ImageHeader header, Span<byte> rgba)
    {
        if (!HasEnd(bytes, header.Format)) throw new ImageFormatException($"The {header.Format} file is cut short. {Remedy}");
        using Image<Rgba32> image = Load(WithScreen(bytes, header), header.Format);
        if (image.Width != header.StoredWidth || image.Height != header.StoredHeight)
        {
            throw new ImageFormatException(
                $"The {header.Format} header says {header.StoredWidth} x {header.StoredHeight} pixels, its content {image.Width} x {image.Height}. {Remedy}");
        }
        image.CopyPixelDataTo(rgba);
    }

    /// <summary>Encodes as JPEG with 4:2:0 chroma.</summary>
    public static byte[] EncodeJpeg(ReadOnlySpan<byte> rgba, int width, int height, int quality) =>
        Encode(rgba, width, height, new JpegEncoder { Quality = quality, ColorType = JpegEncodingColor.YCbCrRatio420, SkipMetadata = true });

    /// <summary>Encodes as PNG, 8 bits, RGB.</summary>
    public static byte[] EncodePng(ReadOnlySpan<byte> rgba, int width, int height) =>
        Encode(rgba, width, height, new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8, SkipMetadata = true });

    private static Image<Rgba32> Load(ReadOnlySpan<byte> bytes, ImageFormat format)
    {
        try
        {
            return Image.Load<Rgba32>(Options, bytes);
        }
#pragma warning disable CA1031 // Damaged files end in exceptions outside the decoder's own family too (ImageSharp issue 3071).
        catch (Exception error) when (error is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            throw new ImageFormatException($"The {format} file is damaged, or of a kind the decoder does not know. {Remedy}", error);
        }
    }

    private static byte[] Encode(ReadOnlySpan<byte> rgba, int width, int height, IImageEncoder encoder)
    {
        using Image<Rgba32> image = Image.LoadPixelData<Rgba32>(rgba, width, height);
        using var stream = new MemoryStream();
        image.Save(stream, encoder);
        return stream.ToArray();
    }

    // This decoder fills what is missing at the end of a JPEG or PNG without a word, so the end is looked for here.
    private static bool HasEnd(ReadOnlySpan<byte> bytes, ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => JpegEnd.IsReached(bytes),
        ImageFormat.Png => bytes.LastIndexOf("IEND"u8) > 0,
        _ => true,
    };

    // This decoder cuts the first frame of a GIF at the logical screen, so a screen that the frame exceeds is enlarged here.
    private static ReadOnlySpan<byte> WithScreen(ReadOnlySpan<byte> bytes, ImageHeader header)
    {
        if (header.Format != ImageFormat.Gif || header.StoredWidth > ushort.MaxValue || header.StoredHeight > ushort.MaxValue) return bytes;
        (ushort width, ushort height) = ((ushort)header.StoredWidth, (ushort)header.StoredHeight);
        if (BinaryPrimitives.ReadUInt16LittleEndian(bytes[6..]) == width && BinaryPrimitives.ReadUInt16LittleEndian(bytes[8..]) == height) return bytes;
        byte[] enlarged = bytes.ToArray();
        BinaryPrimitives.WriteUInt16LittleEndian(enlarged.AsSpan(6), width);
        BinaryPrimitives.WriteUInt16LittleEndian(enlarged.AsSpan(8), height);
        return enlarged;
    }

    private static Configuration OneThread()
    {
        Configuration configuration = Configuration.Default.Clone();
        configuration.MaxDegreeOfParallelism = 1;
        return configuration;
    }
}

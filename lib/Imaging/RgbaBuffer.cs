using System.Buffers;
using Scenes.Imaging.Codec;

namespace Scenes.Imaging;

/// <summary>Upright, opaque pixels in a rented buffer, four bytes each, which goes back when this is disposed; so does the place of a large image (<see cref="LargeImages"/>).</summary>
internal readonly struct RgbaBuffer : IDisposable
{
    private readonly byte[] buffer;
    private readonly bool isLarge;

    private RgbaBuffer(byte[] buffer, bool isLarge, int width, int height)
    {
        (this.buffer, this.isLarge) = (buffer, isLarge);
        Width = width;
        Height = height;
    }

    public int Width { get; }

    public int Height { get; }

    public ReadOnlySpan<byte> Pixels => buffer.AsSpan(0, 4 * Width * Height);

    public static RgbaBuffer Decode(ReadOnlySpan<byte> bytes, ImageLimits limits)
    {
        ImageHeader header = ImageHeader.Parse(bytes);
        if (header.PixelCount > limits.MaxPixels)
        {
            throw new ImageFormatException(
                $"The image has {header.StoredWidth} x {header.StoredHeight} = {header.PixelCount} pixels, allowed are {limits.MaxPixels}. "
                + $"Make it smaller, or raise {nameof(ImageLimits)}.{nameof(ImageLimits.MaxPixels)}.");
        }
        (int shorter, int longer) = (Math.Min(header.StoredWidth, header.StoredHeight), Math.Max(header.StoredWidth, header.StoredHeight));
        if (longer > limits.MaxAspect * shorter)
        {
            throw new ImageFormatException(
                $"The image has {header.StoredWidth} x {header.StoredHeight} pixels; the longer side may have {limits.MaxAspect} times as many as the shorter one. "
                + $"Cut a part out of it, or raise {nameof(ImageLimits)}.{nameof(ImageLimits.MaxAspect)}.");
        }
        int length = 4 * (int)header.PixelCount;
        bool isLarge = LargeImages.Enter(header.PixelCount);
        byte[] pixels = [];
        try
        {
            pixels = ArrayPool<byte>.Shared.Rent(length);
            PixelCodec.Decode(bytes, header, pixels.AsSpan(0, length));
            if (header.HasAlpha) PixelLayout.LayOnWhite(pixels.AsSpan(0, length));
            if (header.Orientation != 1)
            {
                byte[] stored = pixels;
                pixels = ArrayPool<byte>.Shared.Rent(length);
                PixelLayout.Turn(stored.AsSpan(0, length), header, pixels.AsSpan(0, length));
                ArrayPool<byte>.Shared.Return(stored);
            }
            return new RgbaBuffer(pixels, isLarge, header.Width, header.Height);
        }
        catch
        {
            GiveBack(pixels, isLarge);
            throw;
        }
    }

    public void Dispose() => GiveBack(buffer, isLarge);

    private static void GiveBack(byte[] pixels, bool isLarge)
    {
        ArrayPool<byte>.Shared.Return(pixels);
        if (isLarge) LargeImages.Leave();
    }
}

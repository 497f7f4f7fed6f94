using System.Buffers;

namespace Scenes.Imaging;

/// <summary>Resizes with antialias. The results are Pillow's, bit for bit: separable, columns first, rounded to 8 bits after each pass.</summary>
public static class Resizer
{
    /// <summary>Resizes an image to a size, whatever its shape.</summary>
    /// <param name="image">The image; it is not changed.</param>
    /// <param name="width">New width in pixels, at least 1.</param>
    /// <param name="height">New height in pixels, at least 1.</param>
    /// <param name="interpolation">The kernel.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive, or the kernel is unknown.</exception>
    public static RgbImage Resize(RgbImage image, int width, int height, Interpolation interpolation = Interpolation.Bilinear)
    {
        ArgumentNullException.ThrowIfNull(image);
        var result = new RgbImage(width, height);
        ResizePlan plan = ResizePlan.Whole(image.Width, image.Height, width, height, interpolation);
        int length = checked(4 * image.Width * image.Height);
        byte[] rgba = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            PixelLayout.RgbToRgba(image.Pixels, rgba.AsSpan(0, length));
            plan.ToRgb(rgba.AsSpan(0, length), result.Pixels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgba);
        }
        return result;
    }
}

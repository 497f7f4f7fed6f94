namespace Scenes.Imaging;

/// <summary>A decoded image in memory: upright, opaque, 8 bits a channel.</summary>
public sealed record RgbImage
{
    /// <summary>Wraps pixels; the array is not copied.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">height x width x 3 values, rows from the top, red first.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    /// <exception cref="ArgumentException">The array does not hold height x width x 3 values.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != 3L * width * height)
            throw new ArgumentException($"{pixels.LongLength} values for {width} x {height} pixels. Give height x width x 3 = {3L * width * height}.", nameof(pixels));
        Width = width;
        Height = height;
        Pixels = pixels;
    }

    /// <summary>A black image.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side is not positive.</exception>
    public RgbImage(int width, int height) : this(width, height, new byte[checked(3 * Math.Max(width, 0) * Math.Max(height, 0))])
    {
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>H x W x 3 values from 0 to 255, rows from the top, red first.</summary>
    public byte[] Pixels { get; }

    /// <summary>Whether both have the same size and the same pixels.</summary>
    /// <param name="other">Another image, or null.</param>
    public bool Equals(RgbImage? other) =>
        other is not null && Width == other.Width && Height == other.Height && Pixels.AsSpan().SequenceEqual(other.Pixels);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Width);
        hash.Add(Height);
        hash.AddBytes(Pixels);
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"RgbImage {Width} x {Height}";
}

using System.Numerics;
using System.Runtime.InteropServices;
using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>
/// What an image looks like, in 256 bits: images that differ by size, compression, brightness or contrast alone differ in few of them.
/// </summary>
/// <remarks>
/// The image is made grey (Rec. 601) and averaged down to 32 x 32; of its discrete cosine transform the 16 x 16 lowest frequencies are
/// kept, and each gives one bit: above the median of all or not. The constant term, the brightness, counts as below. Zauner,
/// "Implementation and Benchmarking of Perceptual Image Hash Functions" (2010), does the same with 8 x 8.
/// </remarks>
/// <param name="A">Bits 0 to 63.</param>
/// <param name="B">Bits 64 to 127.</param>
/// <param name="C">Bits 128 to 191.</param>
/// <param name="D">Bits 192 to 255.</param>
public readonly record struct PerceptualHash(ulong A, ulong B, ulong C, ulong D)
{
    /// <summary>Number of bits.</summary>
    public const int Bits = Kept * Kept;

    private const int Kept = 16, Side = 32;
    private const float LeastDeviation = 2; // of the 256 levels of grey

    private static readonly float[] Cosines = MakeCosines();

    /// <summary>The hash of an image; null for one without detail, such as a plain colour, whose bits would be noise.</summary>
    /// <param name="image">Any size.</param>
    public static PerceptualHash? Of(RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(image);
        Span<float> grey = stackalloc float[Side * Side];
        Shrink(image, grey);
        if (Deviation(grey) < LeastDeviation) return null;
        Span<float> rows = stackalloc float[Side * Kept]; // each image row's lowest frequencies
        for (int y = 0; y < Side; y++)
            for (int u = 0; u < Kept; u++)
                rows[(u * Side) + y] = Dot(grey.Slice(y * Side, Side), Cosines.AsSpan(u * Side, Side));
        Span<float> terms = stackalloc float[Bits];
        for (int v = 0; v < Kept; v++)
            for (int u = 0; u < Kept; u++)
                terms[(v * Kept) + u] = Dot(rows.Slice(u * Side, Side), Cosines.AsSpan(v * Side, Side));
        terms[0] = float.MinValue;
        return FromTerms(terms);
    }

    /// <summary>Number of bits that differ, 0 to 256; about 128 for unrelated images.</summary>
    /// <param name="other">Another hash.</param>
    public int Distance(in PerceptualHash other) =>
        BitOperations.PopCount(A ^ other.A) + BitOperations.PopCount(B ^ other.B)
        + BitOperations.PopCount(C ^ other.C) + BitOperations.PopCount(D ^ other.D);

    private static PerceptualHash FromTerms(ReadOnlySpan<float> terms)
    {
        Span<float> sorted = stackalloc float[Bits];
        terms.CopyTo(sorted);
        sorted.Sort();
        float median = (sorted[(Bits / 2) - 1] + sorted[Bits / 2]) / 2;
        Span<ulong> words = stackalloc ulong[4];
        for (int bit = 0; bit < Bits; bit++)
            if (terms[bit] > median) words[bit / 64] |= 1UL << (bit % 64);
        return new PerceptualHash(words[0], words[1], words[2], words[3]);
    }

    private static float Deviation(ReadOnlySpan<float> values)
    {
        float mean = 0, squares = 0;
        foreach (float value in values) mean += value / values.Length;
        foreach (float value in values) squares += (value - mean) * (value - mean) / values.Length;
        return MathF.Sqrt(squares);
    }

    /// <summary>Grey means of 32 x 32 equal areas; a pixel on a border counts for each side by its share.</summary>
    private static void Shrink(RgbImage image, Span<float> grey)
    {
        grey.Clear();
        ReadOnlySpan<byte> pixels = image.Pixels;
        Span<float> row = stackalloc float[Side];
        for (int y = 0; y < image.Height; y++)
        {
            row.Clear();
            ReadOnlySpan<byte> line = pixels.Slice(y * image.Width * 3, image.Width * 3);
            for (int x = 0; x < image.Width; x++)
                Spread(x, image.Width, (0.299f * line[3 * x]) + (0.587f * line[(3 * x) + 1]) + (0.114f * line[(3 * x) + 2]), row);
            float top = (float)y * Side / image.Height, bottom = (float)(y + 1) * Side / image.Height;
            for (int cell = (int)top; cell < Side && cell < bottom; cell++)
            {
                float share = Math.Min(bottom, cell + 1) - Math.Max(top, cell);
                for (int x = 0; x < Side; x++) grey[(cell * Side) + x] += share * row[x];
            }
        }
    }

    private static void Spread(int x, int width, float value, Span<float> row)
    {
        float left = (float)x * Side / width, right = (float)(x + 1) * Side / width;
        for (int cell = (int)left; cell < Side && cell < right; cell++)
            row[cell] += (Math.Min(right, cell + 1) - Math.Max(left, cell)) * value;
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var x = MemoryMarshal.Cast<float, Vector<float>>(a);
        var y = MemoryMarshal.Cast<float, Vector<float>>(b);
        var sum = Vector<float>.Zero;
        for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
        return Vector.Sum(sum);
    }

    private static float[] MakeCosines()
    {
        float[] cosines = new float[Kept * Side];
        for (int frequency = 0; frequency < Kept; frequency++)
            for (int at = 0; at < Side; at++)
                cosines[(frequency * Side) + at] = MathF.Cos(MathF.PI * frequency * (at + 0.5f) / Side);
        return cosines;
    }
}

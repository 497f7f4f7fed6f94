using System.Numerics.Tensors;

namespace Scenes.Imaging.Augmenting;

/// <summary>Changes one image after the other in scratch memory of its own; one for each thread.</summary>
internal sealed class ImageChanger(int width, int height)
{
    private readonly int[] columns = new int[width], rows = new int[height];
    private readonly float[] columnWeights = new float[width], rowWeights = new float[height];
    private readonly float[] input = new float[3 * height * width], output = new float[3 * height * width], row = new float[width + 1];
    private readonly ColourJitter jitter = new(height * width);

    /// <summary>Changes an image of bytes; results are rounded to nearest.</summary>
    public void Change(ReadOnlySpan<byte> source, Span<byte> target, ImageChange change)
    {
        TensorPrimitives.ConvertTruncating(source, input.AsSpan());
        Geometry(change);
        jitter.Apply(output, change, top: 255);
        TensorPrimitives.Add(output, 0.5f, output); // Values are 0 or more, so cutting off rounds.
        TensorPrimitives.ConvertTruncating(output, target);
    }

    /// <summary>Changes an image of floats in [0, 1].</summary>
    public void Change(ReadOnlySpan<float> source, Span<float> target, ImageChange change)
    {
        source.CopyTo(input);
        Geometry(change);
        jitter.Apply(output, change, top: 1);
        output.CopyTo(target);
    }

    // Separable bilinear sampling: a row between two rows, then each pixel of it between two pixels.
    private void Geometry(ImageChange change)
    {
        change.Columns.Sample(columns, columnWeights);
        change.Rows.Sample(rows, rowWeights);
        for (int channel = 0; channel < 3; channel++)
        {
            ReadOnlySpan<float> plane = input.AsSpan(channel * height * width, height * width);
            for (int y = 0; y < height; y++)
            {
                ReadOnlySpan<float> upper = plane.Slice(rows[y] * width, width);
                if (rowWeights[y] == 0) upper.CopyTo(row);
                else Between(upper, plane.Slice((rows[y] + 1) * width, width), rowWeights[y], row);
                row[width] = row[width - 1]; // Read with weight 0, after the last pixel.
                Span<float> target = output.AsSpan((channel * height + y) * width, width);
                for (int x = 0; x < target.Length; x++)
                {
                    float left = row[columns[x]], right = row[columns[x] + 1], weight = columnWeights[x];
                    target[x] = left + weight * (right - left);
                }
            }
        }
    }

    private static void Between(ReadOnlySpan<float> from, ReadOnlySpan<float> to, float weight, Span<float> result)
    {
        result = result[..from.Length];
        TensorPrimitives.Subtract(to, from, result);
        TensorPrimitives.MultiplyAdd(result, weight, from, result);
    }
}

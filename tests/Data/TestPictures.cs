using Scenes.Imaging;

namespace Scenes.Tests.Data;

/// <summary>Pictures made up for tests: soft blobs of colour, with detail at several scales as photographs have.</summary>
internal static class TestPictures
{
    public static RgbImage Blobs(int seed, int width = 150, int height = 150)
    {
        var random = new Random(seed);
        var blobs = Enumerable.Range(0, 60).Select(_ => (
            X: random.NextDouble(),
            Y: random.NextDouble(),
            Width: 0.02 + (0.15 * random.NextDouble()),
            Values: new[] { random.NextDouble() - 0.5, random.NextDouble() - 0.5, random.NextDouble() - 0.5 })).ToArray();
        // exp(-dx2 - dy2) is a product of what depends on the column and what depends on the row
        double[][] columns = Array.ConvertAll(blobs, blob => Bell(blob.X, blob.Width, width));
        double[][] rows = Array.ConvertAll(blobs, blob => Bell(blob.Y, blob.Width, height));
        var image = new RgbImage(width, height);
        Span<double> colour = stackalloc double[3];
        for (int y = 0, at = 0; y < height; y++)
            for (int x = 0; x < width; x++)
            {
                colour.Fill(0.5);
                for (int blob = 0; blob < blobs.Length; blob++)
                {
                    double weight = columns[blob][x] * rows[blob][y];
                    for (int channel = 0; channel < 3; channel++) colour[channel] += weight * blobs[blob].Values[channel];
                }
                foreach (double value in colour) image.Pixels[at++] = (byte)Math.Clamp(255 * value, 0, 255);
            }
        return image;
    }

    private static double[] Bell(double centre, double width, int count) =>
        [.. Enumerable.Range(0, count).Select(i => Math.Exp(-Math.Pow((((i + 0.5) / count) - centre) / width, 2)))];
}

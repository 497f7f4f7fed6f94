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
        var image = new RgbImage(width, height);
        for (int y = 0; y < height; y++)
            for (int x = 0; x < width; x++)
                for (int channel = 0; channel < 3; channel++)
                {
                    double value = 0.5;
                    foreach (var blob in blobs)
                    {
                        double dx = (((x + 0.5) / width) - blob.X) / blob.Width, dy = (((y + 0.5) / height) - blob.Y) / blob.Width;
                        value += blob.Values[channel] * Math.Exp(-(dx * dx) - (dy * dy));
                    }
                    image.Pixels[(((y * width) + x) * 3) + channel] = (byte)Math.Clamp(255 * value, 0, 255);
                }
        return image;
    }
}

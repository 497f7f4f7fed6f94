using Scenes.Imaging;

namespace Scenes.Tests.Imaging;

public sealed class ResizerTests
{
    private static readonly IReadOnlyList<ResizeCase> Cases = ImagingOracle.Rows<ResizeCase>("resize.json");

    public static TheoryData<int> Rows => new(Enumerable.Range(0, Cases.Count));

    [Theory]
    [MemberData(nameof(Rows))]
    public void Resize_Noise_EqualsPillow(int index)
    {
        ResizeCase row = Cases[index];
        RgbImage image = Resizer.Resize(Noise(row.Width, row.Height), row.ToWidth, row.ToHeight, row.Interpolation);
        (int largest, string where) = ImagingOracle.Difference(row.Pixels, image.Pixels);
        Assert.True(largest == 0, $"{row.Interpolation} {row.Width} x {row.Height} to {row.ToWidth} x {row.ToHeight}: differs by {largest}; {where}");
    }

    [Theory]
    [InlineData(Interpolation.Nearest)]
    [InlineData(Interpolation.Bilinear)]
    [InlineData(Interpolation.Bicubic)]
    public void Resize_SameSize_IsTheSameImage(Interpolation interpolation)
    {
        RgbImage image = Noise(19, 11);
        Assert.Equal(image, Resizer.Resize(image, 19, 11, interpolation));
    }

    [Fact]
    public void Resize_WrongArguments_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.Resize(Noise(2, 2), 0, 2));
        Assert.Contains("Bicubic", Assert.Throws<ArgumentOutOfRangeException>(() => Resizer.Resize(Noise(2, 2), 2, 2, (Interpolation)9)).Message, StringComparison.Ordinal);
    }

    /// <summary>The pictures of resize.py.</summary>
    internal static RgbImage Noise(int width, int height)
    {
        var image = new RgbImage(width, height);
        uint state = (uint)(1000 * width + height);
        for (int i = 0; i < image.Pixels.Length; i++)
        {
            state = (1103515245 * state + 12345) & int.MaxValue;
            int value = (int)(state >> 16) & 255;
            image.Pixels[i] = (byte)(value < 64 ? 0 : value >= 192 ? 255 : value);
        }
        return image;
    }

    private sealed record ResizeCase(int Width, int Height, int ToWidth, int ToHeight, Interpolation Interpolation, byte[] Pixels);
}

using Scenes.Imaging;

namespace Scenes.Tests.Imaging;

public sealed class ImageEncodingTests
{
    [Fact]
    public void EncodePng_Decoded_IsTheSameImage()
    {
        RgbImage image = Pattern(37, 21);
        byte[] file = ImageFile.EncodePng(image);
        Assert.Equal(image, ImageFile.Decode(file));
        Assert.Equal(new ImageHeader(ImageFormat.Png, 37, 21, ColourMode.Rgb, 8, HasAlpha: false), ImageHeader.Parse(file));
    }

    [Fact]
    public void EncodeJpeg_Decoded_IsClose()
    {
        const int Tolerance = 8; // Quantisation at quality 95 on a smooth picture.
        RgbImage image = Pattern(64, 48);
        byte[] file = ImageFile.EncodeJpeg(image, 95);
        (int largest, string where) = ImagingOracle.Difference(image.Pixels, ImageFile.Decode(file).Pixels);
        Assert.True(largest <= Tolerance, $"differs by {largest}; {where}");
        Assert.Equal(file, ImageFile.EncodeJpeg(image, 95));
        Assert.True(ImageFile.EncodeJpeg(image, 30).Length < file.Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => ImageFile.EncodeJpeg(image, 0));
    }

    [Fact]
    public void RgbImage_WrongLength_IsRefused()
    {
        Assert.Contains("12", Assert.Throws<ArgumentException>(() => new RgbImage(2, 2, new byte[11])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RgbImage(0, 2));
    }

    private static RgbImage Pattern(int width, int height)
    {
        var image = new RgbImage(width, height);
        for (int i = 0; i < width * height; i++)
        {
            image.Pixels[3 * i] = (byte)(255 * (i % width) / width);
            image.Pixels[3 * i + 1] = (byte)(255 * (i / width) / height);
            image.Pixels[3 * i + 2] = 90;
        }
        return image;
    }
}

using Scenes.Data;
using Scenes.Imaging;

namespace Scenes.Tests.Data;

public sealed class PerceptualHashTests
{
    private const int SameImage = 12; // of 256 bits; copies of real photographs differ in no more

    [Fact]
    public void Of_SameImage_IsEqual() => Assert.Equal(PerceptualHash.Of(TestPictures.Blobs(1)), PerceptualHash.Of(TestPictures.Blobs(1)));

    [Theory]
    [InlineData(75, 75)] // half the size
    [InlineData(300, 300)] // twice the size
    [InlineData(150, 100)] // squeezed
    [InlineData(149, 151)] // no whole number of pixels a cell
    [InlineData(20, 20)] // fewer pixels than cells
    public void Of_AnotherSize_StaysNear(int width, int height)
    {
        var image = TestPictures.Blobs(1);
        Assert.InRange(Distance(image, TestPictures.Blobs(1, width, height)), 0, width < 32 ? 40 : SameImage);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(90)]
    public void Of_Recompressed_StaysNear(int quality)
    {
        var image = TestPictures.Blobs(2);
        Assert.InRange(Distance(image, ImageFile.Decode(ImageFile.EncodeJpeg(image, quality))), 0, SameImage);
    }

    [Theory]
    [InlineData(0.7, 0)] // less contrast
    [InlineData(0.8, 40)] // brighter
    [InlineData(0.5, 0)]
    public void Of_BrightnessAndContrast_StayNear(double gain, int offset)
    {
        var image = TestPictures.Blobs(3);
        var changed = new RgbImage(image.Width, image.Height, Array.ConvertAll(image.Pixels, value => (byte)((value * gain) + offset)));
        Assert.InRange(Distance(image, changed), 0, SameImage);
    }

    [Fact]
    public void Distance_UnrelatedImages_IsAboutHalfTheBits()
    {
        for (int i = 0; i < 20; i++) Assert.InRange(Distance(TestPictures.Blobs(i), TestPictures.Blobs(i + 100)), 90, 166);
    }

    [Fact]
    public void Distance_Known_CountsBits() =>
        Assert.Equal(4, new PerceptualHash(1, 2, 4, ulong.MaxValue).Distance(new PerceptualHash(0, 0, 0, ulong.MaxValue - 1)));

    [Fact]
    public void Of_PlainColour_HasNone()
    {
        var plain = new RgbImage(150, 150);
        plain.Pixels.AsSpan().Fill(90);
        Assert.Null(PerceptualHash.Of(plain));
    }

    private static int Distance(RgbImage a, RgbImage b) => PerceptualHash.Of(a)!.Value.Distance(PerceptualHash.Of(b)!.Value);
}

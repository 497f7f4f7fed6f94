using Scenes.Imaging;
using Scenes.Tests.Data;

namespace Scenes.Tests.Imaging;

/// <summary>The contract every image codec keeps; the same tests run with ImageCodec=skia and ImageCodec=imagesharp.</summary>
public sealed class ImageFileTests : IDisposable
{
    private static readonly Dictionary<string, DecodeCase> Cases = ImagingOracle.Rows<DecodeCase>("decode.json").ToDictionary(row => row.Name);

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    public static TheoryData<string> Names => new(Cases.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void Decode_EveryFormat_AgreesWithPillow(string name)
    {
        DecodeCase row = Cases[name];
        RgbImage image = ImageFile.Decode(row.File);
        Assert.Equal((row.Width, row.Height), (image.Width, image.Height));
        (int largest, string where) = ImagingOracle.Difference(row.Pixels, image.Pixels);
        Assert.True(largest <= row.Tolerance, $"{name}: differs by {largest}, allowed {row.Tolerance}; {where}");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Header_EveryFormat_IsReadWithoutDecoding(string name)
    {
        DecodeCase row = Cases[name];
        ImageHeader header = ImageHeader.Parse(row.File);
        Assert.Equal((row.Width, row.Height), (header.Width, header.Height));
        Assert.Equal((row.Format, row.Mode, row.Alpha), ($"{header.Format}", $"{header.Mode}", header.HasAlpha));
        Assert.Equal(row.Bits ?? header.BitsPerChannel, header.BitsPerChannel);
    }

    /// <summary>Cameras and editors pad their files; decoders pass over bytes that are no marker, and over markers without a length.</summary>
    [Theory]
    [InlineData(new byte[] { 0, 0x12, 0 })]
    [InlineData(new byte[] { 0xFF, 0xFF })]
    [InlineData(new byte[] { 0xFF, 0x01, 0xFF, 0xD3 })]
    public void Parse_JpegWithBytesBetweenSegments_IsReadAsDecodersReadIt(byte[] between)
    {
        byte[] whole = ImageFile.EncodeJpeg(TestPictures.Blobs(3, 40, 30));
        int first = 4 + ((whole[4] << 8) | whole[5]); // behind the first segment
        byte[] padded = [.. whole[..first], .. between, .. whole[first..]];
        Assert.Equal(ImageHeader.Parse(whole), ImageHeader.Parse(padded));
        Assert.Equal(ImageFile.Decode(whole).Pixels, ImageFile.Decode(padded).Pixels);
    }

    /// <summary>A motion photo carries a film behind the image, in which any bytes may stand.</summary>
    [Fact]
    public void Decode_JpegWithBytesBehindItsEnd_IsTheSameImage()
    {
        foreach (string name in (string[])["jpeg", "jpeg progressive"])
        {
            byte[] file = Cases[name].File;
            Assert.Equal(ImageFile.Decode(file), ImageFile.Decode([.. file, 0, 0, 0, 24, .. "ftypmp42"u8, 0xFF, 0xDA, 1, 2, 3]));
        }
    }

    [Theory]
    [InlineData(0x00, 0x87, 8)] // the frame alone has colours
    [InlineData(0x81, 0x00, 2)] // the screen alone has
    [InlineData(0x81, 0x83, 4)] // the frame's come first
    public void Parse_GifWithColourTables_HasTheBitsOfTheOneThatCounts(int screen, int frame, int bits)
    {
        byte[] table = (screen & 0x80) == 0 ? [] : new byte[3 * (2 << (screen & 7))];
        byte[] gif = [.. "GIF89a"u8, 4, 0, 3, 0, (byte)screen, 0, 0, .. table, 0x2C, 0, 0, 0, 0, 4, 0, 3, 0, (byte)frame, 0, 0];
        ImageHeader header = ImageHeader.Parse(gif);
        Assert.Equal((4, 3, bits), (header.Width, header.Height, header.BitsPerChannel));
    }

    /// <summary>Exif of more than 64 KB goes over several segments, each of which begins with its name.</summary>
    [Fact]
    public void Parse_JpegWithSeveralExifSegments_TakesTheOrientationOfTheFirst()
    {
        byte[] file = ImageFile.EncodeJpeg(TestPictures.Blobs(3, 40, 30));
        byte[] turned = Exif(Orientation(6)), continued = Exif([.. "the rest of a preview image"u8]), other = Exif(Orientation(3));
        Assert.Equal(6, ImageHeader.Parse([.. file[..2], .. turned, .. file[2..]]).Orientation);
        Assert.Equal(6, ImageHeader.Parse([.. file[..2], .. turned, .. continued, .. file[2..]]).Orientation);
        Assert.Equal(6, ImageHeader.Parse([.. file[..2], .. turned, .. other, .. file[2..]]).Orientation);

        Assert.Equal(6, ImageHeader.Parse([.. file[..2], .. Exif(AsLong(big: true)), .. file[2..]]).Orientation);
        Assert.Equal(6, ImageHeader.Parse([.. file[..2], .. Exif(AsLong(big: false)), .. file[2..]]).Orientation);

        static byte[] AsLong(bool big) => big // the standard has two bytes, some writers four
            ? [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 4, 0, 0, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0]
            : [.. "II"u8, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 0x01, 4, 0, 1, 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0];
        static byte[] Exif(byte[] content) => [0xFF, 0xE1, 0, (byte)(2 + 6 + content.Length), .. "Exif\0\0"u8, .. content];
        static byte[] Orientation(byte value) => [.. "MM"u8, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, value, 0, 0, 0, 0, 0, 0];
    }

    [Theory]
    [InlineData(new byte[] { 20, 10 }, new byte[] { 0, 0, 40, 30 }, 40, 30)]
    [InlineData(new byte[] { 0, 0 }, new byte[] { 0, 0, 40, 30 }, 40, 30)]
    [InlineData(new byte[] { 20, 10 }, new byte[] { 15, 2, 10, 5 }, 25, 10)] // reaches beyond the right edge alone
    [InlineData(new byte[] { 40, 30 }, new byte[] { 1, 2, 8, 6 }, 40, 30)] // lies within the screen
    public void Parse_Gif_TakesInTheScreenAndTheFirstFrame(byte[] screen, byte[] frame, int width, int height)
    {
        byte[] file =
        [
            .. "GIF89a"u8, screen[0], 0, screen[1], 0, 0x80, 0, 0,
            0x2C, 0x3B, 0x21, 255, 255, 255, // the colour table
            0x21, 0xF9, 4, 0, 0, 0, 0, 0,
            0x21, 0xFE, 2, 0x2C, 0x3B, 1, 0x2C, 0, // a comment
            0x2C, frame[0], 0, frame[1], 0, frame[2], 0, frame[3], 0, 0,
        ];
        ImageHeader header = ImageHeader.Parse(file);
        Assert.Equal((width, height), (header.Width, header.Height));
        for (int length = 0; length < file.Length; length++)
            Assert.Throws<ImageFormatException>(() => ImageHeader.Parse(file.AsSpan(0, length)));
        byte[] frameless = [.. file[..^10], 0x3B];
        Assert.Contains("no frame", Assert.Throws<ImageFormatException>(() => ImageHeader.Parse(frameless)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gif", 10, 6)]
    [InlineData("gif", 0, 0)]
    [InlineData("gif of two frames", 0, 6)]
    public void Decode_GifWithAFrameLargerThanItsScreen_ShowsTheFrame(string name, byte screenWidth, byte screenHeight)
    {
        byte[] file = [.. Cases[name].File];
        (file[6], file[8]) = (screenWidth, screenHeight);
        Assert.Equal(ImageFile.Decode(Cases[name].File), ImageFile.Decode(file));
    }

    [Fact]
    public void Decode_GifWithAFrameBeyondItsScreen_IsEnlarged()
    {
        byte[] file = [.. Cases["gif"].File];
        file[13 + 3 * 256 + 1] = 5; // 20 pixels wide as the screen is, but 5 further right
        Assert.Equal(25, ImageHeader.Parse(file).Width);
        RgbImage image = ImageFile.Decode(file), whole = ImageFile.Decode(Cases["gif"].File);
        Assert.Equal((25, 12), (image.Width, image.Height));
        Assert.Equal(whole.Pixels[..(3 * 20)], image.Pixels[(3 * 5)..(3 * 25)]);
    }

    [Fact]
    public void Decode_WrongExtension_ContentDecides()
    {
        string path = Write("photo.jpg", Cases["png"].File);
        Assert.Equal(ImageFile.Decode(Cases["png"].File), ImageFile.Decode(path));
        Assert.Equal(ImageFormat.Png, ImageHeader.Read(path).Format);
    }

    [Theory]
    [InlineData(2001, 2)]
    [InlineData(2, 2001)]
    [InlineData(1_000_000, 1)] // resized to a shorter side of 256 it would be 256 million pixels wide
    [InlineData(10_000_000, 1)] // and this one wider than a number of 32 bits
    public void Decode_ExtremelyLongImage_IsRefusedByName(int width, int height)
    {
        string path = Write("long.bmp", ImageWriter.Bmp(width, height, new byte[3 * width * height], topDown: true));
        Assert.Contains(nameof(ImageLimits.MaxAspect), Assert.Throws<ImageFormatException>(() => ImageFile.Decode(path)).Message, StringComparison.Ordinal);
        using LoadedBatch batch = ImageBatch.StreamReadable([path], new Preprocessing(8, 256, Interpolation.Bilinear, Rgb.All(0), Rgb.All(1)), 1).Single();
        Assert.StartsWith(path, batch.Errors[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_LongImageWithinTheLimit_IsReadAndResized()
    {
        byte[] file = ImageWriter.Bmp(2000, 2, new byte[3 * 2000 * 2], topDown: true);
        Assert.Equal(2000, ImageFile.Decode(file).Width);
        string path = Write("long.bmp", file);
        using var images = ImageBatch.Load([path], new Preprocessing(8, 256, Interpolation.Bilinear, Rgb.All(0), Rgb.All(1)));
        Assert.Equal([1, 3, 8, 8], images.shape);
        Assert.Equal(2001, ImageFile.Decode(ImageWriter.Bmp(2001, 1, new byte[3 * 2001], topDown: true), new ImageLimits(MaxAspect: 2001)).Width);
    }

    [Theory]
    [InlineData("jpeg")]
    [InlineData("jpeg progressive")]
    [InlineData("png")]
    [InlineData("png 16 bit")]
    [InlineData("webp lossless")]
    [InlineData("gif")]
    [InlineData("bmp")]
    public void Decode_AnyPrefixOfAFile_FailsCleanlyOrShowsTheWholeImage(string name)
    {
        byte[] file = Cases[name].File;
        RgbImage whole = ImageFile.Decode(file);
        for (int length = 0; length < file.Length; length++)
        {
            try
            {
                Assert.Equal(whole, ImageFile.Decode(file.AsSpan(0, length)));
            }
            catch (ImageFormatException)
            {
                continue;
            }
            Assert.True(length > file.Length * 3 / 4, $"{name}: {length} of {file.Length} bytes decoded without an error.");
        }
    }

    [Fact]
    public void Decode_CutFile_ErrorNamesFileAndRemedy()
    {
        byte[] file = Cases["jpeg"].File;
        string path = Write("cut.jpg", file[..(file.Length / 2)]);
        var error = Assert.Throws<ImageFormatException>(() => ImageFile.Decode(path));
        Assert.Equal(path, error.FilePath);
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains("again", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "empty")] // nothing at all
    [InlineData("II*\0........", "TIFF")] // a format that is known but not read
    [InlineData("<!DOCTYPE html>", "web page")] // an error page saved as an image
    [InlineData("garbage", "no known image format")]
    public void Decode_NoImage_SaysWhatItIs(string content, string expected)
    {
        string path = Write("x.jpg", System.Text.Encoding.ASCII.GetBytes(content));
        Assert.Contains(expected, Assert.Throws<ImageFormatException>(() => ImageFile.Decode(path)).Message, StringComparison.Ordinal);
        Assert.Contains(path, Assert.Throws<ImageFormatException>(() => ImageHeader.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Decode_MissingFile_IsAnIoError() =>
        Assert.Throws<FileNotFoundException>(() => ImageFile.Decode(Path.Combine(folder, "none.jpg")));

    [Fact]
    public void Decode_TooManyPixels_IsRefusedBeforeDecoding()
    {
        // 50,000 x 50,000 pixels claimed by a header without any content.
        string path = Write("bomb.png", ImageWriter.Png(50_000, 50_000, 8, 2, [], compressed: []));
        var error = Assert.Throws<ImageFormatException>(() => ImageFile.Decode(path));
        Assert.Contains("2500000000", error.Message, StringComparison.Ordinal);
        Assert.Contains("MaxPixels", error.Message, StringComparison.Ordinal);
        string small = Write("small.png", Cases["png"].File);
        Assert.Throws<ImageFormatException>(() => ImageFile.Decode(small, new ImageLimits(MaxPixels: 20 * 12 - 1)));
        Assert.Equal(20, ImageFile.Decode(small, new ImageLimits(MaxPixels: 20 * 12)).Width);
        Assert.Throws<ImageFormatException>(() => ImageFile.Decode(small, new ImageLimits(MaxFileBytes: 10)));
    }

    [Fact]
    public void Limits_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits(MaxPixels: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ImageLimits { MaxFileBytes = long.MaxValue });
    }

    [Fact]
    public void Decode_HandWrittenBitmap_HasTheseVeryPixels()
    {
        byte[] rgb = [255, 0, 0, 0, 255, 0, 0, 0, 255, 1, 2, 3, 250, 251, 252, 127, 128, 129];
        Assert.Equal(new RgbImage(3, 2, rgb), ImageFile.Decode(ImageWriter.Bmp(3, 2, rgb, topDown: false)));
        Assert.Equal(new RgbImage(3, 2, rgb), ImageFile.Decode(ImageWriter.Bmp(3, 2, rgb, topDown: true)));
    }

    [Fact]
    public void Decode_TransparentPixels_AreLaidOnWhite()
    {
        // Black at 0, 1/3 and full opacity, then red at 4/5.
        byte[] rgba = [0, 0, 0, 0, 0, 0, 0, 85, 0, 0, 0, 255, 255, 0, 0, 204];
        Assert.Equal([255, 255, 255, 170, 170, 170, 0, 0, 0, 255, 51, 51], ImageFile.Decode(ImageWriter.Png(4, 1, 8, 6, rgba)).Pixels);
    }

    [Fact]
    public void Decode_SixteenBits_AreScaledToEight()
    {
        byte[] values = [0x00, 0x00, 0xFF, 0xFF, 0x80, 0x80];
        Assert.Equal([0, 255, 128], ImageFile.Decode(ImageWriter.Png(1, 1, 16, 2, values)).Pixels);
    }

    [Fact]
    public void Decode_LargeImage_TakesAPlaceUntilItsBufferIsGivenBack()
    {
        byte[] large = ImageFile.EncodePng(new RgbImage(4100, 4100)), small = ImageFile.EncodePng(new RgbImage(41, 41));
        int free = LargeImages.Free;
        using (RgbaBuffer.Decode(small, ImageLimits.Default)) Assert.Equal(free, LargeImages.Free);
        using (RgbaBuffer.Decode(large, ImageLimits.Default)) Assert.Equal(free - 1, LargeImages.Free);
        Assert.Equal(free, LargeImages.Free);
        Assert.Throws<ImageFormatException>(() => RgbaBuffer.Decode(large.AsSpan(0, large.Length / 2), ImageLimits.Default)); // damaged
        Assert.Equal(free, LargeImages.Free);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string Write(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private sealed record DecodeCase(
        string Name, byte[] File, string Format, string Mode, int? Bits, bool Alpha, int Width, int Height, int Tolerance, byte[] Pixels);
}

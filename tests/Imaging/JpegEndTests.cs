using Scenes.Imaging.Headers;

namespace Scenes.Tests.Imaging;

public sealed class JpegEndTests
{
    private static readonly byte[] Film = [0, 0, 0, 24, .. "ftypmp42"u8, 0xFF, 0xDA, 1, 2, 3];

    /// <summary>Files that Pillow wrote; the progressive one has several scans.</summary>
    [Theory]
    [InlineData("jpeg", false)]
    [InlineData("jpeg progressive", true)]
    public void IsReached_WholeFileOrAPart_OnlyTheWholeHasAnEnd(string name, bool severalScans)
    {
        byte[] file = ImagingOracle.Rows<Stored>("decode.json").Single(row => row.Name == name).File;
        Assert.Equal(severalScans, file.AsSpan().Count<byte>([0xFF, 0xDA]) > 1);
        Assert.True(JpegEnd.IsReached(file));
        Assert.True(JpegEnd.IsReached([.. file, .. Film]));
        for (int length = 0; length < file.Length; length++)
            Assert.False(JpegEnd.IsReached(file.AsSpan(0, length)), $"{length} of {file.Length} bytes");
    }

    [Theory]
    [InlineData("FFD8 FFDA0002 11FF00 22FFD0 33 FFD9", true)] // a 0xFF in the data and a restart
    [InlineData("FFD8 FFDA0002 11 FFFFFF D9", true)] // fill bytes before the end
    [InlineData("FFD8 FFDA0002 11 FFC40004FFD9 FFDA0002 22 FFD9", true)] // a table between two scans
    [InlineData("FFD8 FFDA0002 11 FFC40004FFD9 FFDA0002 22", false)] // what looks like an end stands in the table
    [InlineData("FFD8 FFE10008FFDA0002FFD9 FFDA0002 11", false)] // and here in a preview
    [InlineData("FFD8 FFDA0002 11 FFD8 FFDA0002 22 FFD9", false)] // cut short, with another image behind it
    [InlineData("FFD8 FFE00002 FFD9", false)] // no scan
    [InlineData("FFD8 FFDA0002 11 FFC4FFFF00", false)] // a length beyond the file
    public void IsReached_HandWrittenFile_FollowsItsSegments(string file, bool expected) =>
        Assert.Equal(expected, JpegEnd.IsReached(Convert.FromHexString(file.Replace(" ", "", StringComparison.Ordinal))));

    private sealed record Stored(string Name, byte[] File);
}

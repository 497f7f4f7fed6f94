using System.IO.Compression;
using Scenes.Data;

namespace Scenes.Tests.Data;

public sealed class ArchiveTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-zip-").FullName;

    private string Zip => Path.Combine(folder, "set.zip");

    private string Target => Path.Combine(folder, "set");

    [Fact]
    public void Unpack_FilesAndFolders_AppearTogether()
    {
        Make(("a/1.jpg", "one"), ("a/b/", ""), ("2.jpg", "two"));
        var reports = new List<ArchiveProgress>();
        string? seen = null;
        void Check(string unpacked) => seen = File.ReadAllText(Path.Combine(unpacked, "2.jpg"));
        Archive.Unpack(Zip, Target, check: Check, progress: new Direct(reports.Add));
        Assert.Equal("two", seen);
        Assert.Equal("one", File.ReadAllText(Path.Combine(Target, "a", "1.jpg")));
        Assert.True(Directory.Exists(Path.Combine(Target, "a", "b")));
        Assert.Equal([new ArchiveProgress(3, 3)], reports);
        Assert.Equal([Target], Directory.GetDirectories(folder));
    }

    [Theory]
    [InlineData("../outside.jpg")]
    [InlineData("a/../../outside.jpg")]
    [InlineData("/outside.jpg")]
    [InlineData("..\\outside.jpg")] // another system's separator
    [InlineData("C:/outside.jpg")]
    [InlineData("a//b.jpg")]
    [InlineData("a/./b.jpg")]
    [InlineData("a/\u0001.jpg")]
    [InlineData("../set.partial-neighbour/outside.jpg")] // a common prefix is not inside
    public void Unpack_EntryThatLeavesTheFolder_IsRefused(string name)
    {
        Make(("good.jpg", "good"), (name, "bad"));
        var error = Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target));
        Assert.Contains("would leave the folder", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
        Assert.False(File.Exists("/outside.jpg"));
    }

    [Fact]
    public void Unpack_Link_IsRefused()
    {
        using (var archive = ZipFile.Open(Zip, ZipArchiveMode.Create))
        {
            var entry = archive.CreateEntry("link");
            entry.ExternalAttributes = unchecked((int)0xA1FF0000); // a symbolic link, as Info-ZIP writes it
            using var writer = new StreamWriter(entry.Open());
            writer.Write("/etc");
        }
        var error = Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target));
        Assert.Contains("is a link", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_NameTwice_IsRefused()
    {
        Make(("a.jpg", "one"), ("A.jpg", "two"));
        var error = Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target));
        Assert.Contains("stands twice", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a/", "a")]
    [InlineData("a/b.jpg", "A")]
    [InlineData("a", "a/b.jpg")]
    [InlineData("a", "a/")]
    public void Unpack_NameOfAFileAndAFolder_IsRefused(string first, string second)
    {
        Make((first, ""), (second, ""));
        Assert.Contains("a file and a folder", Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target)).Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Theory]
    [InlineData(1, 1000, "has 2 entries; the limit is 1")]
    [InlineData(10, 5, "more than the limit of 5 bytes")]
    public void Unpack_MoreThanTheLimits_IsRefused(int entries, long bytes, string expected)
    {
        Make(("a.jpg", "four"), ("b.jpg", "four"));
        var error = Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target, new ArchiveLimits(entries, bytes)));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_HeaderUnderstatesTheSize_IsFound()
    {
        Make(("a.jpg", new string('x', 100_000)));
        byte[] bytes = File.ReadAllBytes(Zip);
        int directory = Find(bytes, [0x50, 0x4B, 0x01, 0x02]);
        BitConverter.GetBytes(10).CopyTo(bytes, directory + 24); // uncompressed size in the central directory
        File.WriteAllBytes(Zip, bytes);
        Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target, new ArchiveLimits(MaxBytes: 1000)));
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_DamagedContent_IsFound()
    {
        using (var archive = ZipFile.Open(Zip, ZipArchiveMode.Create))
        {
            using var writer = new StreamWriter(archive.CreateEntry("a.jpg", CompressionLevel.NoCompression).Open());
            writer.Write(new string('x', 1000));
        }
        byte[] bytes = File.ReadAllBytes(Zip);
        bytes[500] ^= 1;
        File.WriteAllBytes(Zip, bytes);
        var error = Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target));
        Assert.Contains("check sum", error.Message, StringComparison.Ordinal);
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_NoZip_IsRefused()
    {
        File.WriteAllText(Zip, "<html>please log in</html>");
        Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target));
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_CheckFails_LeavesNothing()
    {
        Make(("a.jpg", "one"));
        Assert.Throws<InvalidDataException>(() => Archive.Unpack(Zip, Target, check: _ => throw new InvalidDataException("no set")));
        AssertNothingLeft();
    }

    [Fact]
    public void Unpack_FolderExists_IsRefusedAndUntouched()
    {
        Make(("a.jpg", "new"));
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Target, "a.jpg"), "old");
        Assert.Throws<IOException>(() => Archive.Unpack(Zip, Target));
        Assert.Equal("old", File.ReadAllText(Path.Combine(Target, "a.jpg")));
    }

    [Fact]
    public void Unpack_RemainsOfAKilledCall_AreReplaced()
    {
        Make(("a.jpg", "one"));
        Directory.CreateDirectory(Target + ".partial");
        File.WriteAllText(Path.Combine(Target + ".partial", "half.jpg"), "half");
        Archive.Unpack(Zip, Target);
        Assert.Equal(["a.jpg"], Directory.GetFiles(Target).Select(Path.GetFileName));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static int Find(byte[] bytes, ReadOnlySpan<byte> pattern) => bytes.AsSpan().IndexOf(pattern);

    private void AssertNothingLeft() => Assert.Equal([Zip], Directory.GetFileSystemEntries(folder));

    private void Make(params (string Name, string Content)[] entries)
    {
        using var archive = ZipFile.Open(Zip, ZipArchiveMode.Create);
        foreach (var (name, content) in entries)
        {
            using var writer = new StreamWriter(archive.CreateEntry(name).Open());
            writer.Write(content);
        }
    }

    private sealed class Direct(Action<ArchiveProgress> action) : IProgress<ArchiveProgress>
    {
        public void Report(ArchiveProgress value) => action(value);
    }
}

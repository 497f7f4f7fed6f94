namespace Scenes.Tests.Build;

public sealed class RelaxLibstdcxxMarkerTests
{
    private const string Version = "GLIBCXX_3.4.32";

    [Fact]
    public void Relax_TheLibraryAsShipped_MarksTheVersionWeakOnce()
    {
        byte[] image = Shipped(out int flags);
        Assert.Null(RelaxLibstdcxxMarker.Relax(image, out bool changed));
        Assert.True(changed);
        Assert.Equal(2, image[flags]);
        Assert.Null(RelaxLibstdcxxMarker.Relax(image, out changed));
        Assert.False(changed);
    }

    [Fact]
    public void Relax_AnotherSymbolOfThatVersion_IsRefusedByName()
    {
        byte[] image = Shipped(out int flags);
        (int versions, string name) = AnotherUndefinedSymbol(image);
        BitConverter.GetBytes(BitConverter.ToUInt16(image, flags + 2)).CopyTo(image, versions); // vna_other, the index of the version
        string? problem = RelaxLibstdcxxMarker.Relax(image, out bool changed);
        Assert.False(changed);
        Assert.Contains(name, problem, StringComparison.Ordinal);
        Assert.Contains("Ubuntu 24.04", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)] // no bytes
    [InlineData(3)] // ends in the magic number
    [InlineData(70)] // ends after the file header
    [InlineData(200_000)] // ends before its section table
    public void Relax_DamagedLibrary_IsRefused(int length)
    {
        string? problem = RelaxLibstdcxxMarker.Relax(Shipped(out _)[..length], out bool changed);
        Assert.False(changed);
        Assert.Contains("no 64-bit little-endian ELF library", problem, StringComparison.Ordinal);
    }

    /// <summary>The library in the output folder, with the flag cleared if the build has set it.</summary>
    private static byte[] Shipped(out int flags)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "libLibTorchSharp.so");
        Assert.SkipUnless(File.Exists(path), "The marker is a matter of Linux alone.");
        byte[] image = File.ReadAllBytes(path);
        flags = FlagsOf(image);
        image[flags] = 0;
        return image;
    }

    /// <summary>Offset of vna_flags of the entry whose vna_hash is the ELF hash of the version's name.</summary>
    private static int FlagsOf(byte[] image)
    {
        uint hash = Version.Aggregate(0u, (h, c) =>
        {
            h = (h << 4) + c;
            uint high = h & 0xf0000000;
            return (h ^ (high >> 24)) & ~high;
        });
        int at = image.AsSpan().IndexOf(BitConverter.GetBytes(hash));
        Assert.True(at > 0, $"{Version} is not asked for any more; the build step can go.");
        return at + 4;
    }

    /// <summary>Offset of the version index of a symbol other than the marker, with its name.</summary>
    private static (int Versions, string Name) AnotherUndefinedSymbol(byte[] image)
    {
        int table = (int)BitConverter.ToUInt64(image, 40), symbols = 0, versions = 0, names = 0;
        for (int section = 0; section < BitConverter.ToUInt16(image, 60); section++)
        {
            int header = table + section * 64;
            uint type = BitConverter.ToUInt32(image, header + 4);
            int offset = (int)BitConverter.ToUInt64(image, header + 24);
            if (type == 11) (symbols, names) = (offset, (int)BitConverter.ToUInt64(image, table + BitConverter.ToInt32(image, header + 40) * 64 + 24));
            if (type == 0x6fffffff) versions = offset;
        }
        const int Some = 5; // any symbol but the marker; the first few are those of the C library
        int start = names + BitConverter.ToInt32(image, symbols + Some * 24);
        return (versions + Some * 2, System.Text.Encoding.ASCII.GetString(image, start, Array.IndexOf(image, (byte)0, start) - start));
    }
}

using Scenes.Imaging;
using Scenes.Runtime;
using Scenes.Tests.Data;

namespace Scenes.Tests.Runtime;

public sealed class RegularFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-pipe-").FullName;

    [Fact]
    public async Task IsOther_PipesDevicesAndLinksToThem_AreTrue()
    {
        string pipe = NamedPipe.Make(Path.Combine(folder, "pipe.jpg")), link = Path.Combine(folder, "link.jpg");
        File.CreateSymbolicLink(link, pipe);
        foreach (string path in new[] { pipe, link, "/dev/zero" }) Assert.True(await NamedPipe.RunAsync(() => RegularFile.IsOther(path)), path);
    }

    [Fact]
    public void IsOther_FilesFoldersAndWhatIsMissing_AreFalse()
    {
        string empty = Path.Combine(folder, "empty.jpg"), full = Path.Combine(folder, "full.jpg");
        File.WriteAllText(empty, "");
        File.WriteAllText(full, "full");
        foreach (string path in new[] { empty, full, folder, Path.Combine(folder, "missing.jpg") }) Assert.False(RegularFile.IsOther(path), path);
    }

    [Fact]
    public async Task Readers_OfAPipe_SayWhatItIs()
    {
        string pipe = NamedPipe.Make(Path.Combine(folder, "pipe.jpg"));
        string hash = await NamedPipe.RunAsync(() => Assert.Throws<IOException>(() => ContentHash.OfFile(pipe)).Message);
        Assert.Contains($"{pipe} is a pipe or a device", hash, StringComparison.Ordinal);
        string decoding = await NamedPipe.RunAsync(() => Assert.Throws<ImageFormatException>(() => ImageFile.Decode(pipe)).Message);
        Assert.Contains($"{pipe}: A pipe or a device, not a file.", decoding, StringComparison.Ordinal);
        string? row = await NamedPipe.RunAsync(() =>
        {
            using LoadedBatch batch = ImageBatch.StreamReadable([pipe], Preprocessing.UnitRange(8), 1).Single();
            return batch.Errors[0];
        });
        Assert.Equal(decoding, row);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void StreamReadable_EmptyPath_StopsNothing()
    {
        using LoadedBatch batch = ImageBatch.StreamReadable(["", "nowhere.jpg"], Preprocessing.UnitRange(8), 2).Single();
        Assert.All(batch.Errors, Assert.NotNull);
    }
}

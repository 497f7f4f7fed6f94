using System.IO.Compression;
using System.Text;
using Scenes.Data;

namespace Scenes.Tests.Data;

public sealed class IntelPhotographsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-intel-").FullName;

    private string Target => Path.Combine(folder, "intel");

    [Fact]
    public async Task FetchAsync_Redirected_UnpacksAndRecords()
    {
        byte[] zip = Set("seg_train/seg_train");
        using var storage = new LoopbackServer(LoopbackServer.CutAfter(zip, 1000), LoopbackServer.File(zip));
        using var server = new LoopbackServer(LoopbackServer.Status(302, $"Location: {storage.Url}"));
        var set = await FetchAsync(server);
        Assert.Equal(["forest", "sea"], set.ClassNames);
        Assert.Equal(Target, set.Root);
        Assert.Equal([Target, Target + ".zip.download.json"], Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal));
        await FetchAsync(server); // already there
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task FetchAsync_ZipWithoutASet_IsAnErrorAndLeavesNoFolder()
    {
        using var server = new LoopbackServer(LoopbackServer.File(Set("elsewhere/deep/deeper")));
        await Assert.ThrowsAsync<InvalidDataException>(() => FetchAsync(server));
        Assert.False(Directory.Exists(Target));
        Assert.False(File.Exists(Target + ".zip"));
    }

    [Fact]
    public async Task FetchAsync_LoginPageInsteadOfAZip_IsAnErrorAndLeavesNoFolder()
    {
        using var server = new LoopbackServer(LoopbackServer.File(Encoding.UTF8.GetBytes("<html>please log in</html>")));
        await Assert.ThrowsAsync<InvalidDataException>(() => FetchAsync(server));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task FetchAsync_SomethingElseInTheWay_IsAnErrorBeforeAnyRequest()
    {
        Directory.CreateDirectory(Target);
        using var server = new LoopbackServer(LoopbackServer.File(Set("seg_train")));
        await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task FetchAsync_AnotherProcessFetches_IsRefused()
    {
        using var server = new LoopbackServer(LoopbackServer.File(Set("seg_train")));
        using (new FileStream(Target + ".lock", FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));
            Assert.Contains("Wait until the other download ends", error.Message, StringComparison.Ordinal);
        }
        Assert.Equal(2, (await FetchAsync(server)).ClassCount);
    }

    [Fact]
    public void KaggleUrl_IsAllowed() => new DownloadRequest(IntelFetchOptions.KaggleUrl, Target).Check();

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private Task<SceneDataset> FetchAsync(LoopbackServer server) => IntelPhotographs.FetchAsync(
        new IntelFetchOptions { Url = server.Url, Folder = Target, AllowLoopback = true },
        cancellation: TestContext.Current.CancellationToken);

    private static byte[] Set(string root)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
            for (int i = 0; i < 60; i++)
            {
                using var writer = new StreamWriter(archive.CreateEntry($"{root}/{(i % 2 == 0 ? "sea" : "forest")}/{i}.jpg").Open());
                writer.Write(i);
            }
        return stream.ToArray();
    }
}

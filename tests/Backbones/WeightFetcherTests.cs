using Scenes.Backbones;
using Scenes.Runtime;
using Scenes.Tests.Data;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Against a server on this machine that holds a narrow VGG16.</summary>
public sealed class WeightFetcherTests : IDisposable
{
    private const double Narrow = 0.125;
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
    private readonly Backbone trained = Backbone.Create("vgg16", classCount: 3, widthFactor: Narrow, seed: 1);
    private readonly byte[] remote;

    public WeightFetcherTests()
    {
        string file = Path.Combine(folder, "remote.safetensors");
        SafetensorsFile.Write(file, trained.state_dict(), new Dictionary<string, string> { ["format"] = "pt" });
        remote = File.ReadAllBytes(file);
        File.Delete(file);
    }

    [Fact]
    public async Task FetchAsync_WholeFile_IsCheckedRecordedAndNotAskedForAgain()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        var source = Source(server);
        string path = await Fetch(source);
        Assert.Equal(remote, File.ReadAllBytes(path));
        Assert.Equal(path, await Fetch(source));
        Assert.Single(server.Requests);
        Assert.Equal("/timm/vgg16/resolve/abc/model.safetensors", server.Requests[0].Path);
        AssertOnly(path);
    }

    [Fact]
    public async Task FetchAsync_OtherContent_IsRefusedAndLeavesNothing()
    {
        using var server = new LoopbackServer(LoopbackServer.File([.. remote[..^1], 9]));
        await Assert.ThrowsAsync<InvalidDataException>(() => Fetch(Source(server)));
        Assert.Empty(Directory.GetFiles(folder, "*.safetensors"));
    }

    [Fact]
    public async Task FetchAsync_KeptPrefix_TakesHeaderAndOneRange()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        string path = await Fetch(Source(server) with { KeptPrefix = "features." });
        using var scope = NewDisposeScope(); // of this thread; the test may go on on another after each await
        var values = server.Requests.Select(request => request.Range!.Value).Last();
        Assert.Equal(3, server.Requests.Count);
        long features = trained.Stages.Sum(stage => stage.Module.parameters().Sum(parameter => parameter.numel())) * sizeof(float);
        Assert.Equal(features, values.To - values.From + 1);
        Assert.InRange(new FileInfo(path).Length, features, features + 8192);
        AssertOnly(path);

        using var network = Backbone.Create("vgg16", widthFactor: Narrow, seed: 2);
        WeightLoader.Load(network, path);
        var expected = trained.state_dict();
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, expected[pair.Key]), pair.Key));
    }

    [Fact]
    public async Task FetchAsync_KeptPrefixTwice_GivesTheSameFileAndAsksOnce()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        var source = Source(server) with { KeptPrefix = "features." };
        string path = await Fetch(source), hash = ContentHash.OfFile(path);
        await Fetch(source);
        Assert.Equal(3, server.Requests.Count);
        File.Delete(path);
        await Fetch(source);
        Assert.Equal(hash, ContentHash.OfFile(path));
    }

    [Fact]
    public async Task Load_FileChangedAfterFetch_IsRefused()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        var source = Source(server) with { KeptPrefix = "features." };
        string path = await Fetch(source);
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var network = Backbone.Create("vgg16", widthFactor: Narrow);
        Assert.Contains("recorded when it was fetched", Assert.Throws<InvalidDataException>(() => WeightLoader.Load(network, path)).Message, StringComparison.Ordinal);
        await Fetch(source); // a damaged download is replaced
        WeightLoader.Load(network, path);
    }

    [Fact]
    public async Task Load_WholeFileInThePlaceOfItsPart_IsTaken()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        var source = Source(server) with { KeptPrefix = "features." };
        string path = await Fetch(source);
        File.WriteAllBytes(path, remote);
        Assert.Equal(path, await Fetch(source));
        using var network = Backbone.Create("vgg16", classCount: 3, widthFactor: Narrow);
        WeightLoader.Load(network, path);
    }

    [Fact]
    public async Task FetchAsync_AnotherProcessFetchesIt_IsRefused()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        using var held = FileTurn.TryTake(Path.Combine(folder, "vgg16.safetensors.lock"));
        Assert.Contains("another process", (await Assert.ThrowsAsync<IOException>(() => Fetch(Source(server)))).Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task FetchAsync_ThereWhileAnotherProcessLooks_IsTaken()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        string path = await Fetch(Source(server));
        using var held = FileTurn.TryTake(path + ".lock");
        Assert.Equal(path, await Fetch(Source(server)));
    }

    [Fact]
    public async Task FetchAsync_FileReplacedByAnother_IsKeptUnderAnotherName()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        var source = Source(server);
        string path = await Fetch(source);
        File.WriteAllText(path, "mine");
        await Fetch(source);
        Assert.Equal("mine", File.ReadAllText(Assert.Single(Directory.GetFiles(folder, "*.aside"))));
        Assert.Equal(source.Sha256, ContentHash.OfFile(path));
    }

    [Fact]
    public async Task FetchAsync_ConnectionBreaks_GoesOnWhereItStopped()
    {
        var whole = LoopbackServer.File(remote);
        using var server = new LoopbackServer(whole, whole, LoopbackServer.CutAfter(remote, 1000), whole);
        string path = await Fetch(Source(server) with { KeptPrefix = "features." });
        var ranges = server.Requests.Select(request => request.Range!.Value).ToList();
        Assert.Equal(ranges[2].From + 1000, ranges[3].From);
        using var network = Backbone.Create("vgg16", widthFactor: Narrow);
        WeightLoader.Load(network, path);
    }

    [Fact]
    public async Task FetchAsync_DoesNotFitTheNetwork_LeavesNothing()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        await Assert.ThrowsAsync<InvalidDataException>(() => WeightFetcher.FetchAsync(
            Source(server), folder, _ => throw new InvalidDataException("other shapes"), allowLoopback: true, null, CancellationToken.None));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task FetchAsync_ForeignFileOfThatName_IsLeftAlone()
    {
        using var server = new LoopbackServer(LoopbackServer.File(remote));
        string path = Path.Combine(folder, "vgg16.safetensors");
        File.WriteAllText(path, "mine");
        await Assert.ThrowsAsync<IOException>(() => Fetch(Source(server)));
        Assert.Equal("mine", File.ReadAllText(path));
        Assert.Empty(server.Requests);
    }

    /// <summary>As the hub's pages show them.</summary>
    [Fact]
    public void All_EverySource_IsPinned()
    {
        (string Network, string Repository, string Revision, string Sha256, string? KeptPrefix)[] pinned =
        [
            ("vgg16", "timm/vgg16.tv_in1k", "3394518cba29aee1ea82a49d971be90d2dd1dab7", "57b026918159a6bf9faf8405c3a551903768e7138989d9c6224a14227203fad8", "features."),
            ("resnet50", "timm/resnet50.tv_in1k", "aa6c2d36d56bc0209040c02b5a7b7d7bf11d57b8", "5d061a3c593d795bfe682d9b152bafbcf550579873492def3515b46db1189888", null),
            ("inception_v3", "timm/inception_v3.tv_in1k", "main", "9c452c63a67fd03a38a78c401ba12d4be0e926df63c93403de3a29f6df20fefb", null),
            ("mobilenet_v2", "timm/mobilenetv2_100.ra_in1k", "f3ff81ba89de0bc46b546568ebeab2edef6b9d49", "55ea4fb3a96010b933710ebf44fc965b070d5cd054d3f35e44f2d1320b4a714e", null),
        ];
        Assert.Equal(pinned, WeightSource.All.Select(source => (source.Network, source.Repository, source.Revision, source.Sha256, source.KeptPrefix)));
        Assert.All(WeightSource.All, source =>
        {
            Assert.Equal($"https://huggingface.co/{source.Repository}/resolve/{source.Revision}/model.safetensors", source.Url.AbsoluteUri);
            Assert.Equal(source.Network, BackboneCatalogue.Find(source.Network).Name);
            if (source.KeptPrefix is not null) Assert.Matches("^[0-9a-f]{40}$", source.Revision); // the SHA-256 of the whole says nothing about a part
        });
    }

    [Fact]
    public void Find_NetworkWithoutSource_SaysWhatElseServes() =>
        Assert.Contains("SCENES_WEIGHTS", Assert.Throws<ArgumentException>(() => WeightSource.Find("squeezenet1_1")).Message, StringComparison.Ordinal);

    public void Dispose()
    {
        trained.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private WeightSource Source(LoopbackServer server) =>
        new("vgg16", "timm/vgg16", "abc", ContentHash.OfBytes(remote), "BSD-3-Clause") { Hub = server.Url };

    private Task<string> Fetch(WeightSource source) =>
        WeightFetcher.FetchAsync(source, folder, _ => { }, allowLoopback: true, null, CancellationToken.None);

    private void AssertOnly(string path) => Assert.Equal([path, path + ".source.json"], Directory.GetFiles(folder).Order(StringComparer.Ordinal));
}

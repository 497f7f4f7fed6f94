using System.Text.Json;
using Scenes.Data;
using Scenes.Runtime;
using static Scenes.Tests.Data.LoopbackServer;

namespace Scenes.Tests.Data;

public sealed class DownloaderTests : DownloadTests
{
    [Fact]
    public async Task FetchAsync_HonestServer_RecordsTheHash()
    {
        using var server = new LoopbackServer(File(One));
        var result = await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(new DownloadResult(Target, Size, ContentHash.OfBytes(One), 0, Size, "\"one\""), result);
        using var record = JsonDocument.Parse(System.IO.File.ReadAllText(Target + ".download.json"));
        Assert.Equal(result.Sha256, record.RootElement.GetProperty("Sha256").GetString());
        Assert.Equal([Target, Target + ".download.json"], Directory.GetFiles(folder).Order());
        Assert.Equal((Size, Size), (reports[^1].Bytes, reports[^1].Total));
    }

    [Fact]
    public async Task FetchAsync_Again_AsksNothing()
    {
        using var server = new LoopbackServer(File(One));
        await FetchAsync(server);
        var again = await FetchAsync(server);
        Assert.Equal((long)Size, again.ResumedFrom);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("one")] // no quotes
    [InlineData("\"one\"\n")]
    [InlineData("")]
    [InlineData("W/\"one\"")] // weak ones guard nothing
    public async Task FetchAsync_DamagedStateBesideThePartialFile_StartsFromTheBeginning(string tag)
    {
        using var server = new LoopbackServer(File(One));
        System.IO.File.WriteAllBytes(Target + ".partial", Two[..100_000]);
        System.IO.File.WriteAllText(Target + ".partial.json", JsonSerializer.Serialize(new PartialState(server.Url.AbsoluteUri, null, tag, null, Size)));
        await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Null(Assert.Single(server.Requests).Range);
    }

    [Fact]
    public async Task FetchAsync_FinalFileChangedOnDisk_IsDownloadedAgain()
    {
        using var server = new LoopbackServer(File(One));
        await FetchAsync(server);
        System.IO.File.WriteAllText(Target, "damaged");
        await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Complete_WhileAnotherOpens_LeavesTheWholeFile()
    {
        const int Rounds = 200;
        var request = new DownloadRequest(new Uri("http://localhost/set.zip"), Target) { AllowLoopback = true };
        for (int round = 0; round < Rounds; round++)
        {
            using var partial = PartialFile.Open(request);
            partial.Begin(new PartialState(request.Url.AbsoluteUri, null, "\"one\"", null, Size));
            await partial.AppendAsync(One, Token);
            await partial.HashAsync(Token);
            bool completed = false;
            Task other = Task.Run(() =>
            {
                while (!Volatile.Read(ref completed)) OpenAndClose(request);
            }, Token);
            partial.Complete();
            Volatile.Write(ref completed, true);
            await other;
            Assert.Equal(Size, new FileInfo(Target).Length);
        }
    }

    [Theory]
    [InlineData("\"one\"", "\"one\"")] // a strong tag guards the rest
    [InlineData(null, null)] // no validator, no hash: from the start, rather than a mixture
    public async Task FetchAsync_CutTwice_GoesOn(string? etag, string? expectedCondition)
    {
        using var server = new LoopbackServer(CutAfter(One, 100_000, etag), CutAfter(One, 50_000, etag), File(One, etag));
        await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Equal(3, server.Requests.Count);
        var last = server.Requests[2];
        Assert.Equal(etag is null ? null : (150_000L, null), last.Range);
        Assert.Equal(expectedCondition, last.Headers.GetValueOrDefault("If-Range"));
    }

    [Fact]
    public async Task FetchAsync_CutWithoutValidatorButKnownHash_GoesOn()
    {
        using var server = new LoopbackServer(CutAfter(One, 100_000, null), File(One, null));
        await FetchAsync(server, request => request with { Sha256 = ContentHash.OfBytes(One) });
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Equal((100_000L, null), server.Requests[1].Range);
    }

    [Fact]
    public async Task FetchAsync_Stalls_TriesAgainAndSaysSo()
    {
        using var server = new LoopbackServer(StallAfter(One, 100_000), File(One));
        await FetchAsync(server, request => request with { StallTimeout = TimeSpan.FromSeconds(6) });
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Contains((100_000L, null), server.Requests.Skip(1).Select(request => request.Range)); // a very busy machine stalls once more
        Assert.Contains(reports, report => report.Event?.Contains("sent nothing for 6 seconds", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task FetchAsync_StoppedAndCalledAgain_GoesOn()
    {
        using var server = new LoopbackServer(StallAfter(One, 100_000), File(One));
        using var stop = new CancellationTokenSource();
        var progress = new Direct(report =>
        {
            if (report.Bytes > 0) stop.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Downloader.FetchAsync(Request(server), progress, stop.Token));
        Assert.False(System.IO.File.Exists(Target));
        var result = await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.InRange(result.ResumedFrom, 1, 100_000);
        Assert.Equal((result.ResumedFrom, null), server.Requests[1].Range);
    }

    [Fact]
    public async Task FetchAsync_PartialOfAnotherAddress_IsNotUsed()
    {
        using var first = new LoopbackServer(CutAfter(Two, 100_000));
        await Assert.ThrowsAsync<IOException>(() => FetchAsync(first, request => request with { Attempts = 1 }));
        using var second = new LoopbackServer(File(One));
        await FetchAsync(second);
        Assert.Null(second.Requests[0].Range);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
    }

    /// <summary>What was there of the old version is gone, so the bytes of the new one are new.</summary>
    [Fact]
    public async Task FetchAsync_FileChangesAndTheLineStaysBad_GoesOnWhileBytesCome()
    {
        byte[] content = new byte[6 << 20];
        new Random(1).NextBytes(content);
        var bad = CutAfter(content, 1_300_000, "\"two\"");
        using var server = new LoopbackServer(CutAfter(content, 5_500_000, "\"one\""), bad, bad, bad, bad, bad, bad, bad);
        await FetchAsync(server); // three attempts in a row may fail
        Assert.Equal(content, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task FetchAsync_FileChangesInBetween_StartsAgain()
    {
        using var server = new LoopbackServer(CutAfter(One, 100_000, "\"one\""), File(Two, "\"two\""));
        var result = await FetchAsync(server);
        Assert.Equal(Two, System.IO.File.ReadAllBytes(Target));
        Assert.Equal("\"two\"", result.ETag);
        Assert.Contains(reports, report => report.Event?.Contains("starting again", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task FetchAsync_FileChangesAndServerIgnoresIfRange_StartsAgain()
    {
        string[] headers = [$"Content-Range: bytes 100000-{Size - 1}/{Size}", $"Content-Length: {Size - 100_000}", "ETag: \"two\""];
        var ignores = Raw("206 Partial Content", headers, Two[100_000..]);
        using var server = new LoopbackServer(CutAfter(One, 100_000, "\"one\""), ignores, File(Two, "\"two\""));
        await FetchAsync(server);
        Assert.Equal(Two, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task FetchAsync_FileBecomesShorter_StartsAgain()
    {
        byte[] small = One[..50_000];
        using var server = new LoopbackServer(CutAfter(One, 100_000), Status(416), File(small));
        await FetchAsync(server);
        Assert.Equal(small, System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task FetchAsync_MixtureOfVersionsWithoutValidator_IsFoundByItsHash()
    {
        using var server = new LoopbackServer(CutAfter(One, 100_000, null), File(Two, null));
        var request = Request(server) with { Sha256 = ContentHash.OfBytes(Two) };
        await Assert.ThrowsAsync<IOException>(() => Downloader.FetchAsync(request with { Attempts = 1 }, null, Token));
        await Downloader.FetchAsync(request, null, Token);
        Assert.Equal(Two, System.IO.File.ReadAllBytes(Target));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(429)]
    public async Task FetchAsync_Busy_TriesAgain(int status)
    {
        using var server = new LoopbackServer(Status(status, "Retry-After: 0"), Status(status), File(One));
        await FetchAsync(server);
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task FetchAsync_Span_FetchesThoseBytesOnlyAndResumes()
    {
        using var server = new LoopbackServer(CutAfter(One, 30_000), File(One));
        var result = await FetchAsync(server, request => request with { Span = new ByteSpan(1000, 200_000), RemoteSize = Size });
        Assert.Equal(One[1000..201_000], System.IO.File.ReadAllBytes(Target));
        Assert.Equal((1000L, 200_999L), server.Requests[0].Range);
        Assert.Equal((31_000L, 200_999L), server.Requests[1].Range);
        Assert.Equal((200_000L, (long?)Size), (result.Bytes, result.RemoteSize));
    }

    [Fact]
    public async Task FetchAsync_SpanOfAChangedFile_StartsAgain()
    {
        using var server = new LoopbackServer(CutAfter(One, 30_000, "\"one\""), File(Two, "\"two\""));
        await FetchAsync(server, request => request with { Span = new ByteSpan(1000, 200_000) });
        Assert.Equal(Two[1000..201_000], System.IO.File.ReadAllBytes(Target));
    }

    /// <summary>A server that ignores where a part ends: what came is not this part, and the next attempt begins anew.</summary>
    [Fact]
    public async Task FetchAsync_MoreThanTheSpan_StartsAgain()
    {
        byte[] long70 = One[10..80];
        using var server = new LoopbackServer(Raw("206 Partial Content", [$"Content-Range: bytes 10-68/{Size}", "ETag: \"one\""], long70), File(One));
        await FetchAsync(server, request => request with { Span = new ByteSpan(10, 59) });
        Assert.Equal(One[10..69], System.IO.File.ReadAllBytes(Target));
        Assert.Equal((10L, 68L), server.Requests[1].Range);
    }

    [Fact]
    public async Task FetchAsync_AnotherQuery_IsAnotherFile()
    {
        using var server = new LoopbackServer(File(One), File(Two));
        await FetchAsync(server);
        await FetchAsync(server, request => request with { Url = new Uri(request.Url.AbsoluteUri + "&version=2") });
        Assert.Equal(Two, System.IO.File.ReadAllBytes(Target));
        Assert.DoesNotContain("secret", System.IO.File.ReadAllText(Target + ".download.json"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_AnotherSpanToTheSameFile_IsFetched()
    {
        using var server = new LoopbackServer(File(One));
        await FetchAsync(server, request => request with { Span = new ByteSpan(0, 10) });
        await FetchAsync(server, request => request with { Span = new ByteSpan(10, 10) });
        Assert.Equal(One[10..20], System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task FetchAsync_Redirect_IsFollowedAndKeepsTheRange()
    {
        using var storage = new LoopbackServer(CutAfter(One, 100_000), File(One));
        using var server = new LoopbackServer(Status(302, $"Location: {storage.Url}"));
        await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Equal((100_000L, null), storage.Requests[1].Range);
        Assert.Equal(2, server.Requests.Count); // a signed address may have expired, so each attempt begins at the first one
    }

    private static void OpenAndClose(DownloadRequest request)
    {
        try
        {
            PartialFile.Open(request).Dispose();
        }
        catch (IOException)
        {
            // held by the other
        }
    }
}

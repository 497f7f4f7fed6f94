using System.Net;
using System.Text.Json;
using Scenes.Data;
using Scenes.Runtime;
using static Scenes.Tests.Data.LoopbackServer;

namespace Scenes.Tests.Data;

public sealed class DownloaderTests : IDisposable
{
    private const int Size = 300_000;
    private static readonly byte[] One = Bytes(1, Size), Two = Bytes(2, Size);
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-download-").FullName;
    private readonly List<DownloadProgress> reports = [];

    private string Target => Path.Combine(folder, "set.zip");

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

    [Fact]
    public async Task FetchAsync_FinalFileChangedOnDisk_IsDownloadedAgain()
    {
        using var server = new LoopbackServer(File(One));
        await FetchAsync(server);
        System.IO.File.WriteAllText(Target, "damaged");
        await FetchAsync(server);
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
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
        await FetchAsync(server, request => request with { StallTimeout = TimeSpan.FromMilliseconds(300) });
        Assert.Equal(One, System.IO.File.ReadAllBytes(Target));
        Assert.Equal((100_000L, null), server.Requests[1].Range);
        Assert.Contains(reports, report => report.Event?.Contains("sent nothing for 0.3 seconds", StringComparison.Ordinal) == true);
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

    [Fact]
    public async Task FetchAsync_WrongHash_IsAnErrorAndLeavesNothing()
    {
        using var server = new LoopbackServer(File(One));
        var error = await Assert.ThrowsAsync<InvalidDataException>(
            () => FetchAsync(server, request => request with { Sha256 = ContentHash.OfBytes(Two) }));
        Assert.Contains(ContentHash.OfBytes(One), error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData(404, "not there")]
    [InlineData(403, "login")]
    [InlineData(400, "expected 200 or 206")]
    public async Task FetchAsync_Refused_FailsAtOnce(int status, string expected)
    {
        using var server = new LoopbackServer(Status(status));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server));
        Assert.Equal((HttpStatusCode)status, error.StatusCode);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", error.Message, StringComparison.Ordinal); // queries carry signatures
        Assert.Single(server.Requests);
        Assert.Empty(Directory.GetFiles(folder));
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
    public async Task FetchAsync_NeverWorks_GivesUpAndKeepsWhatThereIs()
    {
        using var server = new LoopbackServer(CutAfter(One, 1000), CutAfter(One, 0));
        var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));
        Assert.Contains("3 attempts in a row failed", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, server.Requests.Count);
        Assert.Equal(1000, new FileInfo(Target + ".partial").Length);
    }

    [Fact]
    public async Task FetchAsync_ServerGone_IsAnError()
    {
        Uri url;
        using (var server = new LoopbackServer(File(One))) url = server.Url;
        var request = new DownloadRequest(url, Target) { AllowLoopback = true, Attempts = 2, FirstPause = TimeSpan.FromMilliseconds(1) };
        await Assert.ThrowsAsync<IOException>(() => Downloader.FetchAsync(request, null, Token));
    }

    [Theory]
    [InlineData("bytes 5-299999/300000", 300_000)] // not the first byte
    [InlineData("bytes 0-299999/300000", 100)] // range and length disagree
    [InlineData("bytes 0-400000/500000", 400_001)] // more than was asked for
    [InlineData("items 0-299999/300000", 300_000)]
    public async Task FetchAsync_LiesAboutTheRange_IsAnError(string range, int length)
    {
        string[] headers = [$"Content-Range: {range}", $"Content-Length: {length}"];
        using var server = new LoopbackServer(Raw("206 Partial Content", headers, new byte[length]));
        var error = await Assert.ThrowsAsync<IOException>(
            () => FetchAsync(server, request => request with { Span = new ByteSpan(0, Size) }));
        Assert.Contains("says it sends", error.Message, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(Target));
    }

    [Theory]
    [InlineData(Size + 1)] // promises more than it sends: never complete
    [InlineData(Size - 1)] // promises less: the hash tells
    public async Task FetchAsync_LiesAboutTheLength_IsAnError(int promised)
    {
        using var server = new LoopbackServer(Raw("200 OK", [$"Content-Length: {promised}"], One));
        var error = await Assert.ThrowsAnyAsync<Exception>(
            () => FetchAsync(server, request => request with { Sha256 = ContentHash.OfBytes(One) }));
        Assert.True(error is IOException or InvalidDataException, error.ToString());
        Assert.False(System.IO.File.Exists(Target));
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

    [Fact]
    public async Task FetchAsync_AnotherSpanToTheSameFile_IsFetched()
    {
        using var server = new LoopbackServer(File(One));
        await FetchAsync(server, request => request with { Span = new ByteSpan(0, 10) });
        await FetchAsync(server, request => request with { Span = new ByteSpan(10, 10) });
        Assert.Equal(One[10..20], System.IO.File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task FetchAsync_SpanOutsideTheFile_IsAnError()
    {
        using var server = new LoopbackServer(File(One));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => FetchAsync(server, request => request with { Span = new ByteSpan(Size, 10) }));
        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, error.StatusCode);
    }

    [Fact]
    public async Task FetchAsync_SpanFromAServerWithoutRanges_IsAnError()
    {
        using var server = new LoopbackServer(Raw("200 OK", [$"Content-Length: {Size}"], One));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => FetchAsync(server, request => request with { Span = new ByteSpan(5, 10) }));
        Assert.Contains("whole file", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_AnotherRemoteSize_IsAnError()
    {
        using var server = new LoopbackServer(File(One));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => FetchAsync(server, request => request with { RemoteSize = Size + 1 }));
        Assert.Contains("not the file meant", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FetchAsync_TooLittleSpace_FailsBeforeTheFirstByte()
    {
        using var server = new LoopbackServer(File(One));
        var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server, request => request with { FreeBytes = _ => Size - 1 }));
        Assert.Contains("Make room", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Theory]
    [InlineData("Content-Length: 300000")]
    [InlineData("X-Nothing: 1")] // no length stated
    public async Task FetchAsync_MoreThanTheLimit_IsAnError(string header)
    {
        using var server = new LoopbackServer(Raw("200 OK", [header], One));
        var error = await Assert.ThrowsAsync<HttpRequestException>(
            () => FetchAsync(server, request => request with { MaxBytes = 200_000 }));
        Assert.Contains("the limit is 200000", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public async Task FetchAsync_Encoded_IsAnError()
    {
        using var server = new LoopbackServer(Raw("200 OK", ["Content-Encoding: gzip", $"Content-Length: {Size}"], One));
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server));
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

    [Theory]
    [InlineData("https://example.org/set.zip", "not on the list of allowed hosts")]
    [InlineData("https://notkaggle.com/set.zip", "not on the list of allowed hosts")] // a suffix, but no subdomain
    [InlineData("http://www.kaggle.com/set.zip", "not https")]
    [InlineData("file:///etc/hostname", "not https")]
    [InlineData("https://user@www.kaggle.com/set.zip", "user name")]
    public async Task FetchAsync_RedirectElsewhere_IsRefused(string location, string expected)
    {
        using var server = new LoopbackServer(Status(302, $"Location: {location}"));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Location: /set.zip", "redirects more than 5 times")]
    [InlineData("X-Nothing: 1", "without saying where to")]
    public async Task FetchAsync_RedirectInCircles_IsAnError(string header, string expected)
    {
        using var server = new LoopbackServer(Status(302, header));
        var error = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://www.kaggle.com/a", true)]
    [InlineData("https://cas-bridge.xethub.hf.co/a", true)]
    [InlineData("https://mirror.example.org/a", true)] // named by the user below
    [InlineData("http://mirror.example.org/a", false)]
    [InlineData("https://example.org/a", false)]
    [InlineData("http://127.0.0.1/a", false)] // this machine only where a test asks for it
    public void Check_Address_FollowsTheList(string url, bool allowed)
    {
        var request = new DownloadRequest(new Uri(url), Target) { AllowedHosts = ["mirror.example.org"] };
        if (allowed) request.Check();
        else Assert.Throws<HttpRequestException>(request.Check);
    }

    [Fact]
    public void Check_ValuesOutOfRange_AreErrors()
    {
        var good = new DownloadRequest(new Uri("https://www.kaggle.com/a"), Target);
        good.Check();
        Assert.Throws<ArgumentException>((good with { Sha256 = "abc" }).Check);
        Assert.Throws<ArgumentException>((good with { Span = new ByteSpan(-1, 5) }).Check);
        Assert.Throws<ArgumentException>((good with { Span = new ByteSpan(0, 0) }).Check);
        Assert.Throws<ArgumentException>((good with { Attempts = 0 }).Check);
        Assert.Throws<ArgumentException>((good with { StallTimeout = TimeSpan.Zero }).Check);
    }

    [Fact]
    public async Task FetchAsync_TwoAtOnce_TheSecondIsRefused()
    {
        using var server = new LoopbackServer(StallAfter(One, 100_000));
        using var stop = new CancellationTokenSource();
        var begun = new TaskCompletionSource();
        var first = Downloader.FetchAsync(Request(server), new Direct(_ => begun.TrySetResult()), stop.Token);
        await begun.Task.WaitAsync(TimeSpan.FromSeconds(20), Token);
        var error = await Assert.ThrowsAsync<IOException>(() => FetchAsync(server));
        Assert.Contains("wait for that one", error.Message, StringComparison.Ordinal);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
    }

    [Fact]
    public void RateMeter_Window_ForgetsTheSlowStart()
    {
        var meter = new RateMeter();
        meter.Add(TimeSpan.Zero, 0);
        meter.Add(TimeSpan.FromSeconds(10), 100);
        for (int second = 11; second <= 20; second++) meter.Add(TimeSpan.FromSeconds(second), 100 + ((second - 10) * 1000));
        Assert.Equal(1000, meter.BytesPerSecond);
        Assert.Equal(TimeSpan.FromSeconds(5), meter.TimeLeft(15_100));
        Assert.Null(meter.TimeLeft(null));
        meter.Add(TimeSpan.FromSeconds(21), 0); // a new start
        Assert.Equal(0, meter.BytesPerSecond);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private DownloadRequest Request(LoopbackServer server) => new(server.Url, Target)
    {
        AllowLoopback = true,
        Attempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        StallTimeout = TimeSpan.FromSeconds(20),
    };

    private Task<DownloadResult> FetchAsync(LoopbackServer server, Func<DownloadRequest, DownloadRequest>? change = null) =>
        Downloader.FetchAsync(change is null ? Request(server) : change(Request(server)), new Direct(reports.Add), Token);

    /// <summary>Reports on the calling thread, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Direct(Action<DownloadProgress> action) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => action(value);
    }
}

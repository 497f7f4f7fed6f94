using System.Net;
using Scenes.Data;
using Scenes.Runtime;
using static Scenes.Tests.Data.LoopbackServer;

namespace Scenes.Tests.Data;

/// <summary>What must not be downloaded, and what a server must not get away with.</summary>
public sealed class DownloaderErrorTests : DownloadTests
{
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
        Assert.Throws<ArgumentException>((good with { FirstPause = TimeSpan.FromMilliseconds(-1) }).Check); // which Task.Delay takes for "for ever"
        Assert.Throws<ArgumentException>((good with { MaxBytes = 0 }).Check);
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
}

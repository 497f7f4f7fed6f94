using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Scenes.Reporting;
using Scenes.Reporting.Capture;

namespace Scenes.Tests.Reporting;

/// <summary>A page in a browser that fails, played by a socket that answers every command alike.</summary>
public sealed class DrawnPageTests
{
    [Theory]
    [InlineData("net::ERR_FILE_NOT_FOUND", 60, 60, "cannot open /page.html: net::ERR_FILE_NOT_FOUND")] // the page is not there
    [InlineData("", 60, 1, "did not load /page.html within 1 s")] // the page never gets ready
    [InlineData(null, 1, 60, "did not answer Target.createTarget within 1 s")] // the browser says nothing
    public async Task OpenAsync_BrowserThatFails_IsABrowserException(string? errorText, int answering, int loading, string message)
    {
        var error = await Assert.ThrowsAsync<BrowserException>(() => OpenAsync(socket => AnswerAsync(socket, errorText), answering, loading));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_BrowserThatEnds_IsABrowserException()
    {
        var error = await Assert.ThrowsAsync<BrowserException>(
            () => OpenAsync(socket => socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, null, TestContext.Current.CancellationToken)));
        Assert.Contains("ended before", error.Message, StringComparison.Ordinal);
    }

    /// <summary>A browser sends events on its own; they come while the connection is taken down.</summary>
    [Fact]
    public async Task DisposeAsync_WhileMessagesCome_EndsQuietly()
    {
        (HttpListener listener, int port) = Listen();
        using var _ = listener;
        for (int round = 0; round < 100; round++)
        {
            Task browser = Task.Run(async () => await PourAsync((await (await listener.GetContextAsync()).AcceptWebSocketAsync(null)).WebSocket), TestContext.Current.CancellationToken);
            DevTools tools = await DevTools.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), TestContext.Current.CancellationToken);
            await Task.Delay(round % 5, TestContext.Current.CancellationToken);
            await tools.DisposeAsync();
            await browser;
        }
    }

    private static async Task PourAsync(WebSocket socket)
    {
        byte[] message = "{}"u8.ToArray();
        try
        {
            while (socket.State == WebSocketState.Open) await socket.SendAsync(message, WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        }
        catch (Exception error) when (error is WebSocketException or HttpListenerException or ObjectDisposedException or IOException)
        {
            // The other side has ended, as it should.
        }
    }

    /// <param name="play">What the browser does.</param>
    /// <param name="answering">Seconds that an answer may take.</param>
    /// <param name="loading">Seconds that the page may take.</param>
    private static async Task OpenAsync(Func<WebSocket, Task> play, int answering = 60, int loading = 60)
    {
        (HttpListener listener, int port) = Listen();
        using var _ = listener;
        Task browser = Task.Run(async () => await play((await (await listener.GetContextAsync()).AcceptWebSocketAsync(null)).WebSocket), TestContext.Current.CancellationToken);
        DevTools tools = await DevTools.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), TestContext.Current.CancellationToken, TimeSpan.FromSeconds(answering));
        await using (tools)
            await DrawnPage.OpenAsync(tools, new Uri("file:///page.html"), new PngOptions(), TimeSpan.FromSeconds(loading), TestContext.Current.CancellationToken);
        await browser;
    }

    private static async Task AnswerAsync(WebSocket socket, string? errorText)
    {
        byte[] message = new byte[1 << 16];
        while (await socket.ReceiveAsync(message, TestContext.Current.CancellationToken) is { MessageType: WebSocketMessageType.Text } received)
        {
            if (errorText is null) continue;
            var id = (int)JsonNode.Parse(Encoding.UTF8.GetString(message, 0, received.Count))!["id"]!;
            var result = new JsonObject { ["targetId"] = "a", ["sessionId"] = "b", ["errorText"] = errorText, ["result"] = new JsonObject { ["value"] = "about:loading" } };
            await socket.SendAsync(Encoding.UTF8.GetBytes(new JsonObject { ["id"] = id, ["result"] = result }.ToJsonString()), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Listens on a free port; another test may take it in between, so there is more than one attempt.</summary>
    private static (HttpListener Listener, int Port) Listen()
    {
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                return (listener, port);
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                listener.Close();
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

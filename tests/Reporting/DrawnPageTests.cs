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
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Theory]
    [InlineData("net::ERR_FILE_NOT_FOUND", "cannot open /page.html: net::ERR_FILE_NOT_FOUND")] // the page is not there
    [InlineData("", "did not load /page.html within 1 s")] // the page never gets ready
    [InlineData(null, "did not answer Target.createTarget within 1 s")] // the browser says nothing
    public async Task OpenAsync_BrowserThatFails_IsABrowserException(string? errorText, string message)
    {
        var error = await Assert.ThrowsAsync<BrowserException>(() => OpenAsync(socket => AnswerAsync(socket, errorText)));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_BrowserThatEnds_IsABrowserException() => await Assert.ThrowsAsync<BrowserException>(() => OpenAsync(socket =>
    {
        socket.Abort();
        return Task.CompletedTask;
    }));

    private static async Task OpenAsync(Func<WebSocket, Task> play)
    {
        int port = FreePort();
        using var listener = new HttpListener { Prefixes = { $"http://127.0.0.1:{port}/" } };
        listener.Start();
        Task browser = Task.Run(async () => await play((await (await listener.GetContextAsync()).AcceptWebSocketAsync(null)).WebSocket), TestContext.Current.CancellationToken);
        DevTools tools = await DevTools.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/"), TestContext.Current.CancellationToken, Patience);
        await using (tools)
            await DrawnPage.OpenAsync(tools, new Uri("file:///page.html"), new PngOptions(), TestContext.Current.CancellationToken);
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

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

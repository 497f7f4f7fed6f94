using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scenes.Reporting.Capture;

/// <summary>Speaks the Chrome DevTools Protocol: numbered commands and their answers over one socket.</summary>
internal sealed class DevTools : IAsyncDisposable
{
    private readonly ClientWebSocket socket;
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonObject>> open = new();
    private readonly SemaphoreSlim sending = new(1);
    private readonly Task receiving;
    private int last;

    private DevTools(ClientWebSocket socket, TimeSpan patience)
    {
        (this.socket, Patience) = (socket, patience);
        receiving = ReceiveAsync();
    }

    /// <summary>How long the browser may take for an answer, and for a page.</summary>
    public TimeSpan Patience { get; }

    /// <summary>Connects to a browser.</summary>
    /// <param name="address">Where it listens.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <param name="patience">How long it may take for an answer; null: three minutes.</param>
    /// <exception cref="WebSocketException">Nobody listens there.</exception>
    public static async Task<DevTools> ConnectAsync(Uri address, CancellationToken cancellation, TimeSpan? patience = null)
    {
        var socket = new ClientWebSocket();
        try
        {
            await socket.ConnectAsync(address, cancellation).ConfigureAwait(false);
            return new DevTools(socket, patience ?? TimeSpan.FromMinutes(3));
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Sends one command and waits for its answer.</summary>
    /// <param name="method">Name of the command.</param>
    /// <param name="parameters">Its parameters.</param>
    /// <param name="session">The page it is for; null for the browser.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="BrowserException">The browser refuses the command, is gone, or does not answer in time.</exception>
    public async Task<JsonObject> CallAsync(string method, JsonObject parameters, string? session, CancellationToken cancellation)
    {
        int id = Interlocked.Increment(ref last);
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        if (session is not null) message["sessionId"] = session;
        var answer = new TaskCompletionSource<JsonObject>(TaskCreationOptions.RunContinuationsAsynchronously);
        open[id] = answer;
        await sending.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(message), WebSocketMessageType.Text, true, cancellation).ConfigureAwait(false);
        }
        catch (WebSocketException broken)
        {
            throw new BrowserException($"The browser ended before it took {method}: {broken.Message}", broken);
        }
        finally
        {
            sending.Release();
        }
        if (receiving.IsCompleted) Abandon();
        JsonObject reply = await AnswerAsync(answer.Task, method, cancellation).ConfigureAwait(false);
        if (reply["error"] is { } error) throw new BrowserException($"The browser refused {method}: {error["message"]}");
        return reply["result"]!.AsObject();
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await receiving.ConfigureAwait(false);
        socket.Dispose();
        sending.Dispose();
    }

    private async Task<JsonObject> AnswerAsync(Task<JsonObject> answer, string method, CancellationToken cancellation)
    {
        try
        {
            return await answer.WaitAsync(Patience, cancellation).ConfigureAwait(false);
        }
        catch (TimeoutException error)
        {
            throw new BrowserException($"The browser did not answer {method} within {Patience.TotalSeconds:0} s.", error);
        }
    }

    private async Task ReceiveAsync()
    {
        byte[] part = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                message.SetLength(0);
                ValueWebSocketReceiveResult received;
                do
                {
                    received = await socket.ReceiveAsync(part.AsMemory(), CancellationToken.None).ConfigureAwait(false);
                    message.Write(part, 0, received.Count);
                }
                while (!received.EndOfMessage);
                if (received.MessageType == WebSocketMessageType.Close) break;
                message.Position = 0;
                var answer = JsonNode.Parse(message)!.AsObject();
                if (answer["id"] is { } id && open.TryRemove((int)id, out var waiting)) waiting.SetResult(answer);
            }
        }
        catch (Exception error) when (error is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The browser is gone, or this was disposed, perhaps between two messages; what waits is told below.
        }
        Abandon();
    }

    private void Abandon()
    {
        foreach (var waiting in open.Values) waiting.TrySetException(new BrowserException("The browser ended before it answered."));
    }
}

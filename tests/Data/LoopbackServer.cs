using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Scenes.Tests.Data;

/// <summary>What a client asked of the <see cref="LoopbackServer"/>.</summary>
internal sealed record LoopbackRequest(string Path, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>First and last byte of a Range header; null without one; the last is null where it is open.</summary>
    public (long From, long? To)? Range
    {
        get
        {
            if (!Headers.TryGetValue("Range", out string? value)) return null;
            string[] parts = value["bytes=".Length..].Split('-');
            return (Number(parts[0]), parts[1].Length == 0 ? null : Number(parts[1]));
        }
    }

    private static long Number(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);
}

/// <summary>
/// A web server on this machine that can misbehave in every way: answers are written byte for byte by the test. The first request is
/// answered by the first script, and so on; the last script answers all that follow. One request per connection.
/// </summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<LoopbackRequest, Stream, Task>[] scripts;
    private readonly Lock gate = new();
    private readonly List<LoopbackRequest> requests = [];

    public LoopbackServer(params Func<LoopbackRequest, Stream, Task>[] scripts)
    {
        this.scripts = scripts;
        listener.Start();
        _ = ServeAsync();
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/set.zip?signature=secret");

    public IReadOnlyList<LoopbackRequest> Requests
    {
        get
        {
            lock (gate) return [.. requests];
        }
    }

    /// <summary>Answers honestly: ranges, If-Range, ETag.</summary>
    public static Func<LoopbackRequest, Stream, Task> File(byte[] content, string? etag = "\"one\"") => (request, stream) =>
        SendAsync(request, stream, content, etag, content.Length);

    /// <summary>Promises everything, sends a part and closes the connection.</summary>
    public static Func<LoopbackRequest, Stream, Task> CutAfter(byte[] content, int sent, string? etag = "\"one\"") => (request, stream) =>
        SendAsync(request, stream, content, etag, sent);

    /// <summary>Promises everything, sends a part and then nothing more.</summary>
    public static Func<LoopbackRequest, Stream, Task> StallAfter(byte[] content, int sent) => async (request, stream) =>
    {
        await SendAsync(request, stream, content, "\"one\"", sent);
        await Task.Delay(TimeSpan.FromSeconds(30));
    };

    /// <summary>A status without content, and headers.</summary>
    public static Func<LoopbackRequest, Stream, Task> Status(int code, params string[] headers) => (_, stream) =>
        HeadAsync(stream, $"{code} Status", ["Content-Length: 0", .. headers]);

    /// <summary>Any answer.</summary>
    public static Func<LoopbackRequest, Stream, Task> Raw(string status, string[] headers, byte[] body) => async (_, stream) =>
    {
        await HeadAsync(stream, status, headers);
        await stream.WriteAsync(body);
    };

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }

    private static async Task SendAsync(LoopbackRequest request, Stream stream, byte[] content, string? etag, int sent)
    {
        var range = request.Range;
        if (request.Headers.TryGetValue("If-Range", out string? condition) && condition != etag) range = null;
        string[] tag = etag is null ? [] : [$"ETag: {etag}"];
        if (range is not { } asked)
        {
            await HeadAsync(stream, "200 OK", [$"Content-Length: {content.Length}", .. tag]);
            await stream.WriteAsync(content.AsMemory(0, Math.Min(sent, content.Length)));
            return;
        }
        if (asked.From >= content.Length)
        {
            await HeadAsync(stream, "416 Range Not Satisfiable", [$"Content-Range: bytes */{content.Length}", "Content-Length: 0"]);
            return;
        }
        int from = (int)asked.From, to = (int)Math.Min(asked.To ?? long.MaxValue, content.Length - 1);
        await HeadAsync(stream, "206 Partial Content",
            [$"Content-Range: bytes {from}-{to}/{content.Length}", $"Content-Length: {to - from + 1}", .. tag]);
        await stream.WriteAsync(content.AsMemory(from, Math.Min(sent, to - from + 1)));
    }

    private static async Task HeadAsync(Stream stream, string status, string[] headers)
    {
        string head = $"HTTP/1.1 {status}\r\nConnection: close\r\n{string.Concat(headers.Select(header => header + "\r\n"))}\r\n";
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head));
        await stream.FlushAsync();
    }

    private async Task ServeAsync()
    {
        try
        {
            for (int served = 0; ; served++)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = AnswerAsync(client, scripts[Math.Min(served, scripts.Length - 1)]);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or SocketException)
        {
        }
    }

    private async Task AnswerAsync(TcpClient client, Func<LoopbackRequest, Stream, Task> script)
    {
        using (client)
        {
            try
            {
                using var stream = client.GetStream();
                var request = await ReadAsync(stream);
                lock (gate) requests.Add(request);
                await script(request, stream).WaitAsync(stop.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception error) when (error is IOException or SocketException or OperationCanceledException)
            {
                // The client gave up or the test ended.
            }
        }
    }

    private static async Task<LoopbackRequest> ReadAsync(Stream stream)
    {
        var head = new StringBuilder();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            if (await stream.ReadAsync(one) == 0) throw new IOException("The client sent half a request.");
            head.Append((char)one[0]);
        }
        string[] lines = head.ToString().Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var pairs = lines.Skip(1).Select(line => line.Split(": ", 2));
        var headers = pairs.ToDictionary(pair => pair[0], pair => pair[1], StringComparer.OrdinalIgnoreCase);
        return new LoopbackRequest(lines[0].Split(' ')[1], headers);
    }
}

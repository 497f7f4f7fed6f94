using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;

namespace Scenes.Data;

/// <summary>One attempt at a download: asks for what is missing, checks what the server says it sends, appends it.</summary>
internal sealed class HttpTransfer(DownloadRequest request, PartialFile partial, TransferReporter reporter)
{
    private const int MaxRedirects = 5, BufferBytes = 1 << 16;

    private static readonly HttpClient Client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false, // every hop is checked here
        AutomaticDecompression = DecompressionMethods.None, // offsets count the bytes as stored
        UseCookies = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan, // the stall timeout watches instead
    };

    /// <summary>Runs until the partial file is complete.</summary>
    /// <exception cref="TransferInterruptedException">Worth another attempt.</exception>
    /// <exception cref="HttpRequestException">The server refuses, or sends what was not asked for.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (partial.Length == partial.Total) return;
        partial.DropUnlessContinuable();
        using var stall = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            stall.CancelAfter(request.StallTimeout);
            using var response = await AskAsync(stall.Token).ConfigureAwait(false);
            Accept(response);
            await CopyAsync(response, stall, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            string waited = request.StallTimeout.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture);
            throw new TransferInterruptedException($"{request.Source} sent nothing for {waited} seconds", error);
        }
    }

    private async Task<HttpResponseMessage> AskAsync(CancellationToken cancellation)
    {
        var url = request.Url;
        for (int hop = 0; hop <= MaxRedirects; hop++)
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, url);
            message.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
            message.Headers.UserAgent.Add(new ProductInfoHeaderValue("Scenes", "1.0"));
            long from = (request.Span?.Offset ?? 0) + partial.Length;
            if (request.Span is not null || partial.Length > 0) message.Headers.Range = new RangeHeaderValue(from, request.Span?.End - 1);
            if (partial.Length > 0) message.Headers.IfRange = partial.State?.IfRange();
            var response = await SendAsync(message, cancellation).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308)) return response;
            using (response)
                url = response.Headers.Location is { } location
                    ? new Uri(url, location)
                    : throw Refused(response.StatusCode, "it redirects without saying where to");
            DownloadHosts.Check(url, request);
        }
        throw new HttpRequestException($"{request.Source} redirects more than {MaxRedirects} times.");
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellation)
    {
        try
        {
            return await Client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            string host = message.RequestUri!.Host, why = error.GetBaseException().Message.TrimEnd('.');
            if (error.InnerException is AuthenticationException) // another attempt meets the same certificate
                throw new HttpRequestException($"{host}: {why}. Where a proxy looks into encrypted connections, this machine must trust its certificate.", error);
            throw new TransferInterruptedException($"{host}: {why}", error);
        }
    }

    /// <summary>Leaves the partial file so that the body of the answer is what comes next.</summary>
    private void Accept(HttpResponseMessage response)
    {
        var answer = PartialState.Of(request, response);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK when request.Span is null && partial.Length > 0 && partial.State?.SameVersionAs(answer) == false:
                StartAgain("the file changed");
                break;
            case HttpStatusCode.OK when request.Span is null:
                if (partial.Length > 0) reporter.Report(0, answer.RemoteSize, "starting again: changed, or the server cannot resume");
                Begin(answer);
                break;
            case HttpStatusCode.OK when partial.Length > 0:
                StartAgain("the file changed");
                break;
            case HttpStatusCode.OK:
                throw Refused(response.StatusCode, "the server sends the whole file where a part of it was asked for");
            case HttpStatusCode.PartialContent:
                CheckRange(response.Content.Headers, answer);
                if (partial.Length == 0) Begin(answer);
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable when partial.Length > 0:
                StartAgain("the file became shorter");
                break;
            case HttpStatusCode.RequestedRangeNotSatisfiable:
                throw Refused(response.StatusCode, $"the file of {answer.RemoteSize} bytes has no such part: {request.Span}");
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                throw new TransferInterruptedException(
                    $"{request.Source} answers {(int)response.StatusCode}", pause: response.Headers.RetryAfter?.Delta);
            case HttpStatusCode.NotFound or HttpStatusCode.Gone:
                throw Refused(response.StatusCode, "the file is not there; it may have moved");
            case HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized:
                throw Refused(response.StatusCode, "the server refuses or wants a login; download it in a browser instead");
            default:
                throw Refused(response.StatusCode, "expected 200 or 206");
        }
        if (response.Content.Headers.ContentEncoding is { Count: > 0 } encoding)
            throw Refused(response.StatusCode, $"the server sends it encoded ({string.Join(", ", encoding)})");
    }

    private void CheckRange(HttpContentHeaders headers, PartialState answer)
    {
        if (partial.Length > 0 && partial.State?.SameVersionAs(answer) == false) StartAgain("the file changed");
        long from = (request.Span?.Offset ?? 0) + partial.Length;
        var range = headers.ContentRange;
        bool right = range is { Unit: "bytes", HasRange: true }
            && range.From == from
            && (request.Span is not { } span || range.To < span.End)
            && (headers.ContentLength is not { } length || length == range.To - range.From + 1);
        if (!right)
            throw new TransferInterruptedException(
                $"{request.Source} was asked for bytes from {from} and says it sends '{range}' in {headers.ContentLength} bytes");
    }

    private void StartAgain(string why)
    {
        partial.Clear();
        throw new TransferInterruptedException($"starting again: {why}", pause: TimeSpan.Zero, startsAgain: true);
    }

    private void Begin(PartialState answer)
    {
        if (request.RemoteSize is { } expected && answer.RemoteSize is { } size && size != expected)
            throw new HttpRequestException($"{request.Source} has {size} bytes; expected {expected}. It is not the file meant.");
        long bytes = request.Span?.Length ?? answer.RemoteSize ?? 0;
        if (bytes > request.MaxBytes) throw TooLarge(bytes);
        string folder = Path.GetDirectoryName(Path.GetFullPath(request.Path))!;
        partial.Clear();
        long free = request.FreeBytes(folder);
        if (bytes > free)
            throw new IOException(
                $"{request.Source} needs {bytes >> 20} MiB; {folder} has {free >> 20} MiB free. Make room or choose another folder.");
        partial.Begin(answer);
    }

    private async Task CopyAsync(HttpResponseMessage response, CancellationTokenSource stall, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            using var body = await response.Content.ReadAsStreamAsync(stall.Token).ConfigureAwait(false);
            while (await ReadAsync(body, buffer, stall).ConfigureAwait(false) is > 0 and int count)
            {
                await partial.AppendAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
                if (partial.Length > request.MaxBytes) throw TooLarge(partial.Length);
                reporter.Report(partial.Length, partial.Total);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        if (partial.Total is { } total && partial.Length != total)
            throw new TransferInterruptedException($"{request.Source} ended after {partial.Length} of {total} bytes");
    }

    private async Task<int> ReadAsync(Stream body, byte[] buffer, CancellationTokenSource stall)
    {
        try
        {
            stall.CancelAfter(request.StallTimeout);
            return await body.ReadAsync(buffer.AsMemory(0, BufferBytes), stall.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw new TransferInterruptedException($"{request.Source} broke off after {partial.Length} bytes: {error.Message}", error);
        }
    }

    private HttpRequestException TooLarge(long bytes)
    {
        partial.Clear();
        return new HttpRequestException(
            $"{request.Source} has {bytes} bytes or more; the limit is {request.MaxBytes}. Raise MaxBytes if that is right.");
    }

    private HttpRequestException Refused(HttpStatusCode status, string why) =>
        new($"{request.Source} answers {(int)status}: {why}.", null, status);
}

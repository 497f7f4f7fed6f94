using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>
/// Downloads files so that a broken line, a stopped program or a changed file costs as little as possible and never goes unnoticed.
/// </summary>
internal static class Downloader
{
    private const long NewBytesThatForgive = 1 << 20;
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30), LongestAskedPause = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Downloads a file or a part of it. What an earlier call left unfinished is continued if the remote file is still the same.
    /// </summary>
    /// <param name="request">What, where to, and what to accept.</param>
    /// <param name="progress">Told five times a second at most, and at every retry.</param>
    /// <param name="cancellation">Stops the download; what is there stays for the next call.</param>
    /// <returns>
    /// The file with its SHA-256. A file that is already there with the expected hash, or with the hash recorded for the same address and
    /// span, is not asked for again.
    /// </returns>
    /// <exception cref="ArgumentException">The request is out of range.</exception>
    /// <exception cref="HttpRequestException">An address is not allowed, or the server refuses or sends another file.</exception>
    /// <exception cref="InvalidDataException">The file is complete and its SHA-256 is not the expected one.</exception>
    /// <exception cref="IOException">Too little space, a folder that cannot be written, or too many failed attempts.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<DownloadResult> FetchAsync(
        DownloadRequest request, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        request.Check();
        if (AlreadyThere(request) is { } there) return there;
        using var partial = PartialFile.Open(request);
        var reporter = new TransferReporter(progress);
        long resumedFrom = partial.Length;
        await TransferAsync(request, partial, reporter, cancellation).ConfigureAwait(false);
        string hash = await partial.HashAsync(cancellation).ConfigureAwait(false);
        if (!IsExpected(request, hash) && resumedFrom > 0)
        {
            reporter.Report(0, partial.Total, "starting again: the SHA-256 is not the expected one");
            partial.Clear();
            await TransferAsync(request, partial, reporter, cancellation).ConfigureAwait(false);
            hash = await partial.HashAsync(cancellation).ConfigureAwait(false);
        }
        var result = new DownloadResult(
            request.Path, partial.Length, hash, Math.Min(resumedFrom, partial.Length), partial.State?.RemoteSize, partial.State?.ETag);
        if (!IsExpected(request, hash))
        {
            partial.Clear();
            throw new InvalidDataException($"{request.Source}: the SHA-256 of the {result.Bytes} downloaded bytes is {hash}; expected "
                + $"{request.Sha256}. They were deleted. Try again; if it stays so, the remote file is not the one meant.");
        }
        partial.Complete();
        DownloadRecord.Of(request, result).Write(request);
        return result;
    }

    private static bool IsExpected(DownloadRequest request, string hash) =>
        request.Sha256 is null || hash.Equals(request.Sha256, StringComparison.OrdinalIgnoreCase);

    private static async Task TransferAsync(
        DownloadRequest request, PartialFile partial, TransferReporter reporter, CancellationToken cancellation)
    {
        var transfer = new HttpTransfer(request, partial, reporter);
        long most = partial.Length;
        for (int failures = 0; ;)
        {
            try
            {
                await transfer.RunAsync(cancellation).ConfigureAwait(false);
                return;
            }
            catch (TransferInterruptedException error)
            {
                if (partial.Length >= most + NewBytesThatForgive) failures = 0;
                most = error.StartsAgain ? partial.Length : Math.Max(most, partial.Length);
                failures++;
                if (failures >= request.Attempts)
                    throw new IOException($"{failures} attempts in a row failed; the last one: {error.Message}. "
                        + $"{partial.Length} bytes are kept; call again to go on.", error);
                reporter.Report(partial.Length, partial.Total, error.Message);
                await Task.Delay(PauseAfter(failures, request, error), cancellation).ConfigureAwait(false);
            }
        }
    }

    private static TimeSpan PauseAfter(int failures, DownloadRequest request, TransferInterruptedException error)
    {
        if (error.Pause is { } asked) return asked < LongestAskedPause ? asked : LongestAskedPause;
        double seconds = request.FirstPause.TotalSeconds * Math.Pow(2, failures - 1);
        return TimeSpan.FromSeconds(Math.Min(seconds, LongestPause.TotalSeconds));
    }

    private static DownloadResult? AlreadyThere(DownloadRequest request)
    {
        DownloadRecord? record = DownloadRecord.Read(request);
        string? expected = request.Sha256 ?? record?.Sha256;
        if (expected is null || !File.Exists(request.Path)) return null;
        string hash = ContentHash.OfFile(request.Path);
        if (!hash.Equals(expected, StringComparison.OrdinalIgnoreCase)) return null;
        long bytes = new FileInfo(request.Path).Length;
        return new DownloadResult(request.Path, bytes, hash, bytes, null, record?.Sha256 == hash ? record.ETag : null);
    }
}

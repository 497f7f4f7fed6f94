using Scenes.Data;

namespace Scenes.Tests.Data;

/// <summary>A folder to download to, and a request that fails fast.</summary>
public abstract class DownloadTests : IDisposable
{
    private protected const int Size = 300_000;
    private protected static readonly byte[] One = Bytes(1, Size), Two = Bytes(2, Size);
    private protected readonly string folder = Directory.CreateTempSubdirectory("scenes-download-").FullName;
    private protected readonly List<DownloadProgress> reports = [];

    private protected string Target => Path.Combine(folder, "set.zip");

    public void Dispose()
    {
        Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private protected static CancellationToken Token => TestContext.Current.CancellationToken;

    private static byte[] Bytes(int seed, int count)
    {
        byte[] bytes = new byte[count];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }

    private protected DownloadRequest Request(LoopbackServer server) => new(server.Url, Target)
    {
        AllowLoopback = true,
        Attempts = 3,
        FirstPause = TimeSpan.FromMilliseconds(1),
        StallTimeout = TimeSpan.FromSeconds(20),
    };

    private protected Task<DownloadResult> FetchAsync(LoopbackServer server, Func<DownloadRequest, DownloadRequest>? change = null) =>
        Downloader.FetchAsync(change is null ? Request(server) : change(Request(server)), new Direct(reports.Add), Token);

    /// <summary>Reports on the calling thread, unlike <see cref="Progress{T}"/>.</summary>
    private protected sealed class Direct(Action<DownloadProgress> action) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => action(value);
    }
}

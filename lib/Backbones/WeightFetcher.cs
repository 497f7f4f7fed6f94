using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Backbones;

/// <summary>Gets ImageNet weights from where <see cref="WeightSource"/> says.</summary>
/// <remarks>
/// A whole file must have the pinned SHA-256. Where a part is kept (<see cref="WeightSource.KeptPrefix"/>) only the header and one range of
/// bytes are fetched, and no SHA-256 is known beforehand. Then the commit in the address decides what comes; the ranges in the header must
/// fill the remote file exactly, and it must be as large, and have the same ETag, when the values are fetched.
/// Both kinds must fit the network. The SHA-256 of the file here is recorded at the first fetch and compared ever after.
/// </remarks>
public static class WeightFetcher
{
    /// <summary>Downloads the weights of one network. What an earlier call left unfinished is continued; a file that is right is not asked for again.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="folder">Where to; <see cref="Folders.Weights"/> where null.</param>
    /// <param name="progress">Told five times a second at most, and at every retry.</param>
    /// <param name="cancellation">Stops; downloaded bytes stay for the next call.</param>
    /// <returns>
    /// Path of <c>&lt;network&gt;.safetensors</c>. Beside it stands a <c>.source.json</c> with its SHA-256, compared whenever the file is loaded.
    /// A fetched file that was changed since is renamed to <c>….aside</c> and fetched again.
    /// </returns>
    /// <exception cref="HttpRequestException">The server refuses, or the address is not allowed.</exception>
    /// <exception cref="InvalidDataException">What came is not the pinned file, has a malformed header or changed on the way, or does not fit the network.</exception>
    /// <exception cref="IOException">Other weights have the file's name, another process fetches them, too little space, or too many failed attempts.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static Task<string> FetchAsync(
        WeightSource source, string? folder = null, IProgress<DownloadProgress>? progress = null, CancellationToken cancellation = default) =>
        FetchAsync(source, folder ?? Folders.Weights, path => CheckFit(source.Network, path), allowLoopback: false, progress, cancellation);

    internal static async Task<string> FetchAsync(
        WeightSource source, string folder, Action<string> check, bool allowLoopback, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        string path = Path.Combine(Path.GetFullPath(folder), $"{source.Network}.safetensors");
        if (IsThere(source, path)) return path; // also in a folder that may only be read
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileTurn turn = FileTurn.TryTake(path + ".lock") ?? throw new IOException($"{path} is being fetched by another process. Wait for that one.");
        if (IsThere(source, path)) return path;
        DownloadRequest request(string target) => new(source.Url, target) { AllowLoopback = allowLoopback };
        string whole = path + ".fetched";
        if (source.KeptPrefix is { } prefix)
        {
            await PartialWeights.FetchAsync(request, whole, prefix, progress, cancellation).ConfigureAwait(false);
        }
        else
        {
            await Downloader.FetchAsync(request(whole) with { Sha256 = source.Sha256 }, progress, cancellation).ConfigureAwait(false);
        }
        try
        {
            check(whole);
        }
        catch (InvalidDataException)
        {
            Discard(whole); // another call must not meet it again
            throw;
        }
        SetAside(path, progress);
        new WeightRecord(source.Url.AbsoluteUri, source.Sha256, source.KeptPrefix, ContentHash.OfFile(whole), source.Licence).Write(path);
        File.Move(whole, path, overwrite: true);
        Discard(whole);
        return path;
    }

    /// <summary>Removes a download and its record.</summary>
    internal static void Discard(string path)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path))) return;
        File.Delete(path);
        File.Delete(path + ".download.json");
    }

    private static bool IsThere(WeightSource source, string path)
    {
        if (!File.Exists(path)) return false;
        string hash = ContentHash.OfFile(path);
        if (hash == source.Sha256) return true;
        if (WeightRecord.Read(path) is { } record) return record.SourceSha256 == source.Sha256 && record.KeptPrefix == source.KeptPrefix && record.Sha256 == hash;
        throw new IOException($"{path} holds other weights (SHA-256 {hash}) than those of {source.Url}. They were not fetched by this command and are left alone; "
            + "move them away, or name another folder.");
    }

    /// <summary>A file that is not the one that was fetched may be damaged, or the user's own: it gets another name before its place is taken.</summary>
    private static void SetAside(string path, IProgress<DownloadProgress>? progress)
    {
        if (!File.Exists(path) || WeightRecord.Read(path) is not { } record) return;
        string hash = ContentHash.OfFile(path);
        if (hash == record.Sha256) return;
        string aside = $"{path}.{hash[..8]}.aside";
        File.Move(path, aside, overwrite: true);
        progress?.Report(new DownloadProgress(0, null, 0, null, $"{path} had changed since it was fetched; it was renamed to {aside}"));
    }

    private static void CheckFit(string network, string path)
    {
        using var backbone = Backbone.Create(network);
        WeightLoader.Load(backbone, path, backbone.Spec.ClassifierKeys);
    }
}

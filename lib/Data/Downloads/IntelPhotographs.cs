using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>
/// The Intel scene photographs: 14,034 training, 3,000 test and 7,301 unlabelled images of six classes, nearly all 150 x 150.
/// </summary>
public static class IntelPhotographs
{
    private const long MaxZipBytes = 1L << 30; // the zip has a third of that

    /// <summary>Downloads, checks and unpacks the set. A call that was stopped is continued by the next one.</summary>
    /// <param name="options">Null for Kaggle's address and <c>data/intel</c>.</param>
    /// <param name="download">Told about the download.</param>
    /// <param name="unpack">Told about the unpacking.</param>
    /// <param name="cancellation">Stops; downloaded bytes stay.</param>
    /// <returns>The index of the set. Its SHA-256 is recorded in <c>&lt;folder&gt;.zip.download.json</c>.</returns>
    /// <exception cref="HttpRequestException">The server refuses; see <see cref="Downloader.FetchAsync"/>.</exception>
    /// <exception cref="InvalidDataException">The zip is not the expected one, is damaged, or holds no image set.</exception>
    /// <exception cref="IOException">Too little space, too many failed attempts, or something else has the folder's name.</exception>
    /// <exception cref="OperationCanceledException">Stopped.</exception>
    public static async Task<SceneDataset> FetchAsync(
        IntelFetchOptions? options = null,
        IProgress<DownloadProgress>? download = null,
        IProgress<ArchiveProgress>? unpack = null,
        CancellationToken cancellation = default)
    {
        options ??= new IntelFetchOptions();
        string folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(options.Folder)), zip = folder + ".zip";
        if (Path.Exists(folder)) return OpenExisting(folder);
        using FileTurn held = Hold(folder + ".lock");
        if (Path.Exists(folder)) return OpenExisting(folder); // another process was faster
        var request = new DownloadRequest(options.Url, zip)
        {
            Sha256 = options.Sha256,
            AllowedHosts = options.AllowedHosts,
            AllowLoopback = options.AllowLoopback,
            MaxBytes = MaxZipBytes,
        };
        await Downloader.FetchAsync(request, download, cancellation).ConfigureAwait(false);
        try
        {
            await Task.Run(() => Archive.Unpack(zip, folder, check: unpacked => SceneDataset.Open(unpacked), progress: unpack, cancellation: cancellation), CancellationToken.None).ConfigureAwait(false);
        }
        catch (InvalidDataException)
        {
            File.Delete(zip); // another call must not meet it again
            File.Delete(zip + ".download.json");
            throw;
        }
        if (!options.KeepZip) File.Delete(zip);
        return SceneDataset.Open(folder);
    }

    /// <summary>One process at a time downloads and unpacks.</summary>
    private static FileTurn Hold(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return FileTurn.TryTake(path) ?? throw new IOException($"{path} is held by another process. Wait until the other download ends.");
    }

    private static SceneDataset OpenExisting(string folder)
    {
        try
        {
            return SceneDataset.Open(folder);
        }
        catch (InvalidDataException error)
        {
            throw new IOException($"{folder} exists and holds no image set: {error.Message} Move it away and call again.", error);
        }
    }
}

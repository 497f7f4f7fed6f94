using System.Globalization;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>Keeps computed features in files, one for each <see cref="FeatureKey"/>.</summary>
/// <remarks>
/// Several processes may share a cache: one computes a file, the others wait for it, and take over if it dies. An extraction that was
/// killed continues at its last finished chunk. A damaged file is reported and made again.
/// </remarks>
public sealed class FeatureCache
{
    /// <summary>The variable that sets the limit, in GiB.</summary>
    public const string LimitVariable = "SCENES_CACHE_LIMIT";

    /// <summary>The limit where the variable is not set, in GiB.</summary>
    public const double DefaultLimit = 20;

    /// <summary>Images between two points at which a killed extraction can continue.</summary>
    public const int ChunkRows = 256;

    /// <summary>Opens or makes a cache.</summary>
    /// <param name="folder">Its folder; <c>features</c> in <see cref="Folders.Cache"/> where null.</param>
    /// <param name="limitBytes">What its files may take together; SCENES_CACHE_LIMIT where null.</param>
    /// <exception cref="ArgumentException">SCENES_CACHE_LIMIT is no positive number.</exception>
    public FeatureCache(string? folder = null, long? limitBytes = null)
    {
        Folder = folder ?? Path.Combine(Folders.Cache, "features");
        LimitBytes = limitBytes ?? LimitFromEnvironment();
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>What the files may take together, in bytes. The files that were not used for longest make room for new ones.</summary>
    public long LimitBytes { get; }

    /// <summary>The finished and unfinished files, the latest used first.</summary>
    public IReadOnlyList<FileInfo> List()
    {
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists) return [];
        return [.. folder.EnumerateFiles("*.safetensors*").Where(file => file.Extension is ".safetensors" or ".partial").OrderByDescending(file => file.LastWriteTimeUtc)];
    }

    /// <summary>Deletes every file that no process is writing.</summary>
    /// <returns>The bytes that became free.</returns>
    public long Clear() => List().Sum(file => Remove(file));

    /// <summary>The features of a key: from its file, or computed and kept.</summary>
    /// <param name="key">What the features are made from.</param>
    /// <param name="prepare">Called where they must be computed.</param>
    /// <param name="progress">Hears how many images are done.</param>
    /// <param name="report">Hears of waiting, of damaged files and of room made; one sentence each.</param>
    /// <param name="cancellation">Stops between batches; finished chunks stay and the next call goes on from them.</param>
    /// <returns>The features; the caller's to dispose.</returns>
    /// <exception cref="IOException">The disk is full or the limit is too small for the file. No finished file is harmed.</exception>
    public FeatureSet GetOrCompute(
        FeatureKey key, Func<FeatureBatches> prepare, IProgress<ExtractionProgress>? progress = null, Action<string>? report = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(prepare);
        if (key.Count == 0) throw new ArgumentException("There are no images to compute features of.", nameof(key));
        string path = Path.Combine(Folder, key.FileName);
        if (TryOpen(path, key, report) is { } cached) return cached;
        Directory.CreateDirectory(Folder);
        using FileStream turn = WaitForTurn(path, report, cancellation);
        if (TryOpen(path, key, report: null) is { } madeMeanwhile) return madeMeanwhile;
        Compute(path, key, prepare(), progress, report, cancellation);
        return FeatureSet.Open(path, key);
    }

    private void Compute(
        string path, FeatureKey key, FeatureBatches batches, IProgress<ExtractionProgress>? progress, Action<string>? report, CancellationToken cancellation)
    {
        var layout = new FeatureFileLayout(key, batches.RowShape);
        MakeRoom(path, layout.FileBytes, report);
        using FeatureFileWriter writer = FeatureFileWriter.Resume(path, layout);
        if (writer.RowsDone > 0) report?.Invoke($"Continuing at image {writer.RowsDone} of {key.Count}.");
        var meter = new ExtractionMeter(key.Count, writer.RowsDone);
        var chunk = new MemoryStream(Math.Min(ChunkRows, key.Count) * layout.RowBytes);
        int done = writer.RowsDone;
        foreach (torch.Tensor batch in batches.From(done))
        {
            using (batch)
            using (torch.NewDisposeScope()) // a conversion on the way would else stay until it is collected
                chunk.Write(batch.to(key.Stored.ScalarType()).contiguous().bytes);
            done = writer.RowsDone + (int)(chunk.Length / layout.RowBytes);
            if (done == key.Count || chunk.Length >= (long)ChunkRows * layout.RowBytes)
            {
                writer.Append(chunk.GetBuffer().AsSpan(0, (int)chunk.Length));
                chunk.SetLength(0);
            }
            progress?.Report(meter.At(done));
            cancellation.ThrowIfCancellationRequested();
        }
        writer.Complete();
    }

    private static FeatureSet? TryOpen(string path, FeatureKey key, Action<string>? report)
    {
        if (!File.Exists(path)) return null;
        try
        {
            FeatureSet set = FeatureSet.Open(path, key);
            MarkUsed(path);
            return set;
        }
        catch (InvalidDataException damaged)
        {
            report?.Invoke($"{damaged.Message} It is made again.");
            return null;
        }
        catch (FileNotFoundException)
        {
            return null; // another process made room for its own file
        }
    }

    private static void MarkUsed(string path)
    {
        try
        {
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A cache that can be read but not written is still a cache.
        }
    }

    private static FileStream WaitForTurn(string path, Action<string>? report, CancellationToken cancellation)
    {
        for (bool told = false; ; told = true)
        {
            try
            {
                return new FileStream(LockName(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            }
            catch (IOException) when (File.Exists(LockName(path)))
            {
                if (!told) report?.Invoke($"Another process is computing {Path.GetFileName(path)}; waiting for it.");
                if (cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100))) cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private void MakeRoom(string path, long bytes, Action<string>? report)
    {
        if (bytes > LimitBytes)
            throw new IOException($"The features take {Gib(bytes)}; the cache may take {Gib(LimitBytes)}. Raise {LimitVariable} (in GiB).");
        string partial = FeatureFileWriter.PartialName(path);
        List<FileInfo> others = [.. List().Where(file => file.FullName != path && file.FullName != partial)];
        long used = others.Sum(file => file.Length);
        foreach (FileInfo oldest in Enumerable.Reverse(others))
        {
            if (used + bytes <= LimitBytes) return;
            long freed = Remove(oldest);
            used -= freed;
            if (freed > 0) report?.Invoke($"{oldest.Name} ({Gib(freed)}) was deleted to stay under {Gib(LimitBytes)}.");
        }
        if (used + bytes > LimitBytes)
            throw new IOException($"Other processes are writing {Gib(used)} to {Folder}; {Gib(bytes)} more would pass its limit of {Gib(LimitBytes)}. Raise {LimitVariable} (in GiB).");
    }

    /// <summary>Deletes a file with its journal, unless a process holds its lock.</summary>
    private static long Remove(FileInfo file)
    {
        string path = file.Extension == ".partial" ? file.FullName[..^".partial".Length] : file.FullName;
        try
        {
            using var turn = new FileStream(LockName(path), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.None);
            long bytes = file.Length;
            file.Delete();
            File.Delete(FeatureFileWriter.JournalName(path));
            return bytes;
        }
        catch (IOException)
        {
            return 0;
        }
    }

    private static string LockName(string path) => path + ".lock";

    private static string Gib(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1 << 30):0.00} GiB");

    private static long LimitFromEnvironment()
    {
        string? text = Environment.GetEnvironmentVariable(LimitVariable);
        if (string.IsNullOrWhiteSpace(text)) return (long)(DefaultLimit * (1 << 30));
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double gib) && gib > 0) return (long)(gib * (1 << 30));
        throw new ArgumentException($"{LimitVariable} is '{text}'. Allowed: a number of GiB above 0, such as 20 or 0.5.");
    }
}

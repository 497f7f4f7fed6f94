using System.Globalization;
using System.Text.RegularExpressions;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>Keeps computed features in files, one for each <see cref="FeatureKey"/>.</summary>
/// <remarks>
/// Several processes may share a cache: one computes a file, the others wait for it, and take over if it dies. An extraction that was
/// killed continues at its last finished chunk. A damaged file is reported and made again.
/// </remarks>
public sealed partial class FeatureCache
{
    /// <summary>The variable that sets the limit, in GiB.</summary>
    public const string LimitVariable = "SCENES_CACHE_LIMIT";

    /// <summary>The limit where the variable is not set, in GiB.</summary>
    public const double DefaultLimit = 20;

    /// <summary>Images between two points at which a killed extraction can continue, at most.</summary>
    public const int ChunkRows = 256;

    /// <summary>Bytes of features after which such a point comes before that many images: rows are kept in memory until then.</summary>
    public const int ChunkBytes = 64 << 20;

    private const string Extension = ".safetensors";

    /// <summary>Held by the process that makes room for a file, until the file says how much of it is taken.</summary>
    internal const string RoomLock = "room.lock";

    /// <summary>Opens or makes a cache.</summary>
    /// <param name="folder">Its folder; <c>features</c> in <see cref="Folders.Cache"/> where null.</param>
    /// <param name="limitBytes">What its files may take together; SCENES_CACHE_LIMIT where null.</param>
    /// <exception cref="ArgumentException">SCENES_CACHE_LIMIT is no positive number.</exception>
    public FeatureCache(string? folder = null, long? limitBytes = null)
    {
        Folder = Path.GetFullPath(folder ?? Path.Combine(Folders.Cache, "features"));
        LimitBytes = limitBytes ?? LimitFromEnvironment();
    }

    /// <summary>Where the files are.</summary>
    public string Folder { get; }

    /// <summary>What the files may take together, in bytes. The files that were not used for longest are deleted to stay below.</summary>
    public long LimitBytes { get; }

    /// <summary>The finished and unfinished files, the latest used first. Files that the cache did not name are not among them.</summary>
    public IReadOnlyList<FileInfo> List()
    {
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists) return [];
        return [.. folder.EnumerateFiles($"*{Extension}*").Where(IsFeatureFile).OrderByDescending(file => file.LastWriteTimeUtc)];

        static bool IsFeatureFile(FileInfo file) => IsOwn(file)
            && (file.Name.EndsWith(Extension, StringComparison.Ordinal) || file.Name.EndsWith(FeatureFileWriter.PartialName(Extension), StringComparison.Ordinal));
    }

    /// <summary>Deletes every file that no process is writing, and what killed processes left beside them.</summary>
    /// <returns>The bytes that became free.</returns>
    public long Clear()
    {
        long freed = 0;
        foreach (FileInfo file in List())
        {
            long bytes = file.Length;
            if (Remove(file)) freed += bytes;
        }
        var folder = new DirectoryInfo(Folder);
        if (!folder.Exists) return freed;
        foreach (FileInfo left in folder.GetFiles($"*{Extension}.*").Where(IsOwn)) Remove(left); // journals and locks of files that are gone
        return freed;
    }

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
        if (TryOpen(path, key, report) is { } cached)
        {
            KeepLimit(path, new FeatureFileLayout(key, cached.RowShape).FileBytes, report);
            return cached;
        }
        Directory.CreateDirectory(Folder);
        using FileTurn turn = WaitForTurn(LockName(path), $"is computing {key.FileName}", report, cancellation);
        if (TryOpen(path, key, report: null) is { } madeMeanwhile) return madeMeanwhile;
        File.Delete(path); // where it is there it is damaged, and would stay beside the new one until that is finished
        Compute(path, key, prepare(), progress, report, cancellation);
        return FeatureSet.Open(path, key);
    }

    private void Compute(
        string path, FeatureKey key, FeatureBatches batches, IProgress<ExtractionProgress>? progress, Action<string>? report, CancellationToken cancellation)
    {
        var layout = new FeatureFileLayout(key, batches.RowShape);
        if (layout.FileBytes > LimitBytes)
            throw new IOException($"The features take {Gib(layout.FileBytes)}; the cache may take {Gib(LimitBytes)}. Raise {LimitVariable} (in GiB).");
        using FeatureFileWriter writer = Reserve(path, layout, report, cancellation);
        if (writer.RowsDone > 0) report?.Invoke($"Continuing at image {writer.RowsDone} of {key.Count}.");
        var meter = new ExtractionMeter(key.Count, writer.RowsDone);
        var chunk = new MemoryStream((int)Math.Min(Math.Min(ChunkRows, key.Count) * (long)layout.RowBytes, ChunkBytes));
        int done = writer.RowsDone;
        foreach (torch.Tensor batch in batches.From(done))
        {
            using (batch)
            using (torch.NewDisposeScope()) // a conversion on the way would else stay until it is collected
                chunk.Write(batch.to(key.Stored.ScalarType()).contiguous().bytes);
            done = writer.RowsDone + (int)(chunk.Length / layout.RowBytes);
            if (done == key.Count || chunk.Length >= Math.Min((long)ChunkRows * layout.RowBytes, ChunkBytes))
            {
                writer.Append(chunk.GetBuffer().AsSpan(0, (int)chunk.Length));
                chunk.SetLength(0);
            }
            progress?.Report(meter.At(done));
            cancellation.ThrowIfCancellationRequested();
        }
        writer.Complete();
    }

    /// <summary>Makes room and opens the file, whose header tells others what it will take: one process after the other, or two would see the same room.</summary>
    private FeatureFileWriter Reserve(string path, FeatureFileLayout layout, Action<string>? report, CancellationToken cancellation)
    {
        using FileTurn turn = WaitForTurn(Path.Combine(Folder, RoomLock), $"is making room in {Folder}", report, cancellation);
        long held = Others(path).Where(other => other.File.Extension == ".partial" && IsHeld(other.File)).Sum(other => other.Bytes);
        if (held + layout.FileBytes <= LimitBytes) held = MakeRoom(path, layout.FileBytes, report); // nothing is deleted in vain
        if (held + layout.FileBytes > LimitBytes)
            throw new IOException($"Other processes are writing {Gib(held)} to {Folder}; {Gib(layout.FileBytes)} more would pass its limit of {Gib(LimitBytes)}. "
                + $"Raise {LimitVariable} (in GiB).");
        return FeatureFileWriter.Resume(path, layout);
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

    private static FileTurn WaitForTurn(string name, string does, Action<string>? report, CancellationToken cancellation)
    {
        for (bool told = false; ; told = true)
        {
            if (FileTurn.TryTake(name) is { } turn) return turn;
            if (!told) report?.Invoke($"Another process {does}; waiting for it.");
            if (cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(100))) cancellation.ThrowIfCancellationRequested();
        }
    }

    /// <summary>The limit may be lower than when a file was written; the file itself stays, because it is in use.</summary>
    private void KeepLimit(string path, long bytes, Action<string>? report)
    {
        try
        {
            MakeRoom(path, bytes, report);
        }
        catch (UnauthorizedAccessException)
        {
            // A cache that can be read but not written is still a cache.
        }
    }

    /// <summary>Deletes the files that were not used for longest until the others and one of this size stay under the limit.</summary>
    /// <returns>What the others take then, each unfinished one at its full length.</returns>
    private long MakeRoom(string path, long bytes, Action<string>? report)
    {
        List<(FileInfo File, long Bytes)> others = [.. Others(path)];
        long used = others.Sum(other => other.Bytes);
        foreach ((FileInfo oldest, long takes) in Enumerable.Reverse(others))
        {
            if (used + bytes <= LimitBytes) break;
            if (!Remove(oldest)) continue;
            used -= takes;
            report?.Invoke($"{oldest.Name} ({Gib(takes)}) was deleted to stay under {Gib(LimitBytes)}.");
        }
        return used;
    }

    /// <summary>The files beside one, finished or not, with what each takes.</summary>
    private IEnumerable<(FileInfo File, long Bytes)> Others(string path)
    {
        string partial = FeatureFileWriter.PartialName(path);
        return List().Where(file => file.FullName != path && file.FullName != partial).Select(file => (file, FullLength(file)));
    }

    /// <summary>What a file takes when it is finished: an unfinished one says so in its header.</summary>
    private static long FullLength(FileInfo file)
    {
        try
        {
            if (file.Extension != ".partial") return file.Length;
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return FeatureFileLayout.FullLength(stream);
        }
        catch (Exception e) when (e is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            file.Refresh();
            return file.Exists ? file.Length : 0; // its header is not written yet, or it was finished meanwhile
        }
    }

    /// <summary>Whether a process is computing a feature file.</summary>
    private static bool IsHeld(FileInfo file)
    {
        try
        {
            using FileTurn? turn = FileTurn.TryTake(LockName(FeatureFileOf(file)));
            return turn is null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return true; // another user's
        }
    }

    /// <summary>The finished name that a file of the cache is for or stands beside.</summary>
    private static string FeatureFileOf(FileInfo file) =>
        Path.Combine(file.DirectoryName!, file.Name[..(file.Name.LastIndexOf(Extension, StringComparison.Ordinal) + Extension.Length)]);

    /// <summary>Deletes a feature file, or what stands beside one, with its journal and lock, unless a process holds the lock.</summary>
    private static bool Remove(FileInfo file)
    {
        string path = FeatureFileOf(file);
        try
        {
            using FileTurn? turn = FileTurn.TryTake(LockName(path));
            if (turn is null) return false;
            if (file.FullName != LockName(path)) file.Delete();
            File.Delete(FeatureFileWriter.JournalName(path));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // another user's, or mapped into memory on Windows
        }
    }

    /// <summary>Whether a name is one that <see cref="FeatureKey.FileName"/> makes, or stands beside such a file.</summary>
    private static bool IsOwn(FileInfo file) => OwnName().IsMatch(file.Name);

    [GeneratedRegex(@"-[0-9a-f]{24}\.safetensors(\..+)?$")]
    private static partial Regex OwnName();

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

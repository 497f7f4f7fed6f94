using System.Security.Cryptography;
using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>
/// The unfinished file of a download and, beside it, which version of which address its bytes come from. Held open, so that no second
/// process writes to it.
/// </summary>
internal sealed class PartialFile : IDisposable
{
    private readonly DownloadRequest request;
    private readonly string path, statePath;
    private readonly FileStream stream;

    private PartialFile(DownloadRequest request, string path, FileStream stream)
    {
        this.request = request;
        this.path = path;
        this.stream = stream;
        statePath = path + ".json";
        State = ReadState();
        bool known = State is not null && State.Url == request.Url.AbsoluteUri && State.Span == request.Span;
        if (!known) Clear();
        DropUnlessContinuable();
        stream.Seek(0, SeekOrigin.End);
    }

    /// <summary>What the bytes are part of; null where there are none.</summary>
    public PartialState? State { get; private set; }

    /// <summary>Bytes there are.</summary>
    public long Length => stream.Length;

    /// <summary>Bytes there will be; null where the server has not said.</summary>
    public long? Total => request.Span?.Length ?? State?.RemoteSize;

    /// <summary>Opens or makes the partial file of a request. Bytes that cannot be told to be of the same file are dropped.</summary>
    /// <exception cref="IOException">Another process holds it, or the folder cannot be written.</exception>
    public static PartialFile Open(DownloadRequest request)
    {
        string path = Path.GetFullPath(request.Path) + ".partial";
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream? stream = null;
        try
        {
            stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1 << 16);
            if (new FileInfo(path) is not { Exists: true } named || named.Length != stream.Length) throw new IOException("Another process completed it at this moment.");
            return new PartialFile(request, path, stream);
        }
        catch (Exception error)
        {
            stream?.Dispose(); // the lock must not wait for the garbage collector
            if (error is not IOException) throw;
            throw new IOException($"{path} cannot be opened: {error.Message} If another download writes to it, wait for that one.", error);
        }
    }

    /// <summary>
    /// Drops all bytes if there are more than was asked for, or if nothing could tell that the next ones are of another version: no validator, and no hash
    /// known beforehand.
    /// </summary>
    public void DropUnlessContinuable()
    {
        if (Length > Total || (Length != Total && State?.HasValidator != true && request.Sha256 is null)) Clear();
    }

    /// <summary>Drops all bytes.</summary>
    public void Clear()
    {
        stream.SetLength(0);
        File.Delete(statePath);
        State = null;
    }

    /// <summary>Drops all bytes and notes what the next ones will be part of.</summary>
    public void Begin(PartialState state)
    {
        Clear();
        AtomicFile.WriteText(statePath, JsonSerializer.Serialize(state));
        State = state;
    }

    public ValueTask AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation) => stream.WriteAsync(bytes, cancellation);

    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        stream.Flush(flushToDisk: true);
        stream.Seek(0, SeekOrigin.Begin);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation).ConfigureAwait(false));
    }

    /// <summary>Gives the complete file its final name.</summary>
    public void Complete()
    {
        // Windows renames no open file, and lets nobody rename or delete one that another process opened in between.
        if (OperatingSystem.IsWindows()) stream.Dispose();
        File.Move(path, Path.GetFullPath(request.Path), overwrite: true);
        File.Delete(statePath);
        stream.Dispose();
    }

    public void Dispose()
    {
        if (!stream.CanRead) return;
        bool empty = stream.Length == 0;
        try
        {
            if (empty && !OperatingSystem.IsWindows()) Delete(); // while it is locked: afterwards it may be another's
        }
        finally
        {
            stream.Dispose();
        }
        if (empty && OperatingSystem.IsWindows()) Delete(); // which deletes no open file

        void Delete()
        {
            File.Delete(path);
            File.Delete(statePath);
        }
    }

    private PartialState? ReadState()
    {
        try
        {
            return File.Exists(statePath) && JsonSerializer.Deserialize<PartialState>(File.ReadAllText(statePath)) is { IsSound: true } state ? state : null;
        }
        catch (Exception error) when (error is JsonException or FileNotFoundException)
        {
            return null; // not ours, damaged, or deleted by a process that has just completed the file: the bytes are of no known one
        }
    }
}

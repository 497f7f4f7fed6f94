using System.Buffers.Binary;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Backbones;

/// <summary>Takes some tensors of a remote safetensors file: first its header, then the one range of bytes that holds them.</summary>
internal static class PartialWeights
{
    private const int BufferBytes = 1 << 20;

    /// <summary>Writes a safetensors file of the tensors whose names begin with a prefix. Equal tensors give equal bytes.</summary>
    /// <param name="request">Makes a request that saves under a path.</param>
    /// <param name="path">The file to write.</param>
    /// <param name="prefix">Such as <c>features.</c>.</param>
    /// <param name="progress">Told about the values.</param>
    /// <param name="cancellation">Stops; downloaded values stay.</param>
    /// <exception cref="InvalidDataException">The header is malformed, has no such tensors, or the remote file changed between the requests.</exception>
    public static async Task FetchAsync(
        Func<string, DownloadRequest> request, string path, string prefix, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        var (header, dataStart, remoteSize, version) = await FetchHeaderAsync(request, path, cancellation).ConfigureAwait(false);
        SafetensorsEntry[] kept = [.. header.Tensors.Values.Where(entry => entry.Name.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(entry => entry.Start)];
        if (kept.Length == 0)
            throw new InvalidDataException($"{request(path).Url} has no tensor whose name begins with '{prefix}'; it holds {header.Tensors.Count} others.");
        long first = kept[0].Start;
        string values = path + ".values";
        var span = new ByteSpan(dataStart + first, kept[^1].End - first);
        var result = await Downloader.FetchAsync(request(values) with { Span = span, RemoteSize = remoteSize }, progress, cancellation).ConfigureAwait(false);
        if (version is not null && result.ETag is not null && version != result.ETag)
        {
            WeightFetcher.Discard(values);
            throw new InvalidDataException($"{request(path).Url} changed while it was fetched. Fetch it again.");
        }
        AtomicFile.Write(path, stream => Rewrite(stream, kept, values, first));
        WeightFetcher.Discard(values);
    }

    private static async Task<(SafetensorsHeader Header, long DataStart, long RemoteSize, string? Version)> FetchHeaderAsync(
        Func<string, DownloadRequest> request, string path, CancellationToken cancellation)
    {
        string source = request(path).Url.AbsoluteUri;
        var (prefix, size, version) = await FetchBytesAsync(request(path + ".length"), new ByteSpan(0, SafetensorsHeader.PrefixBytes), cancellation).ConfigureAwait(false);
        long remoteSize = size ?? throw new InvalidDataException($"{source}: the server does not say how large the file is, so its header cannot be checked.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        SafetensorsHeader.CheckLength(length, remoteSize, source);
        var (json, _, _) = await FetchBytesAsync(request(path + ".header"), new ByteSpan(SafetensorsHeader.PrefixBytes, (long)length), cancellation).ConfigureAwait(false);
        long dataStart = SafetensorsHeader.PrefixBytes + (long)length;
        return (SafetensorsHeader.Parse(json, remoteSize - dataStart, source), dataStart, remoteSize, version);
    }

    private static async Task<(byte[] Bytes, long? RemoteSize, string? Version)> FetchBytesAsync(DownloadRequest request, ByteSpan span, CancellationToken cancellation)
    {
        WeightFetcher.Discard(request.Path); // always asked for anew, so that the size and version are today's
        var result = await Downloader.FetchAsync(request with { Span = span }, progress: null, cancellation).ConfigureAwait(false);
        byte[] bytes = await File.ReadAllBytesAsync(request.Path, cancellation).ConfigureAwait(false);
        WeightFetcher.Discard(request.Path);
        return (bytes, result.RemoteSize, result.ETag);
    }

    private static void Rewrite(Stream stream, SafetensorsEntry[] kept, string values, long first)
    {
        var moved = new List<SafetensorsEntry>(kept.Length);
        long end = 0;
        foreach (var entry in kept)
        {
            moved.Add(entry with { Start = end, End = end + entry.ByteCount });
            end += entry.ByteCount;
        }
        stream.Write(SafetensorsWriter.HeaderBytes(moved, new Dictionary<string, string> { ["format"] = "pt" }));
        using var source = File.OpenRead(values);
        byte[] buffer = new byte[BufferBytes];
        foreach (var entry in kept)
        {
            source.Position = entry.Start - first;
            for (long left = entry.ByteCount; left > 0;)
            {
                int count = (int)Math.Min(left, buffer.Length);
                source.ReadExactly(buffer, 0, count);
                stream.Write(buffer, 0, count);
                left -= count;
            }
        }
    }
}

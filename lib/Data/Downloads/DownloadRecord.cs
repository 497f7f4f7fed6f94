using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Where a file came from and what it was then; kept beside it as <c>&lt;file&gt;.download.json</c>.</summary>
/// <param name="Url">The address asked for, without its query.</param>
/// <param name="Span">The part of the remote file; null for all.</param>
/// <param name="Bytes">Size of the file.</param>
/// <param name="Sha256">SHA-256 of the file.</param>
/// <param name="ETag">The server's name for this version; null where it gave none.</param>
/// <param name="AddressSha256">SHA-256 of the whole address: another query may mean another file, and this tells without giving a signature away.</param>
internal sealed record DownloadRecord(string Url, ByteSpan? Span, long Bytes, string Sha256, string? ETag, string? AddressSha256)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static DownloadRecord Of(DownloadRequest request, DownloadResult result) =>
        new(request.Source, request.Span, result.Bytes, result.Sha256, result.ETag, HashOf(request));

    /// <summary>The record of an earlier download of the same; null where there is none.</summary>
    public static DownloadRecord? Read(DownloadRequest request)
    {
        if (!File.Exists(PathFor(request))) return null;
        try
        {
            var record = JsonSerializer.Deserialize<DownloadRecord>(File.ReadAllText(PathFor(request)));
            return record?.Url == request.Source && record.AddressSha256 == HashOf(request) && record.Span == request.Span ? record : null;
        }
        catch (JsonException)
        {
            return null; // damaged: the file is downloaded again
        }
    }

    public void Write(DownloadRequest request) =>
        AtomicFile.WriteText(PathFor(request), JsonSerializer.Serialize(this, Indented) + "\n");

    private static string HashOf(DownloadRequest request) => ContentHash.OfText(request.Url.AbsoluteUri);

    private static string PathFor(DownloadRequest request) => request.Path + ".download.json";
}

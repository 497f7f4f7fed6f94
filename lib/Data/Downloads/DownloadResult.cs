namespace Scenes.Data;

/// <summary>A finished download.</summary>
/// <param name="Path">The file.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its SHA-256, 64 lower-case hexadecimal digits.</param>
/// <param name="ResumedFrom">
/// Bytes that were there when the call began; equal to <paramref name="Bytes"/> where nothing was left to do.
/// </param>
/// <param name="RemoteSize">Size of the whole remote file; null where the server did not say or was not asked.</param>
/// <param name="ETag">The server's name for this version of the remote file; null where it gave none or was not asked.</param>
internal sealed record DownloadResult(string Path, long Bytes, string Sha256, long ResumedFrom, long? RemoteSize, string? ETag);

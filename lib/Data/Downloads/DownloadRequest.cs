using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>What to download, where to put it and what to accept on the way.</summary>
/// <param name="Url">An https address on one of <see cref="DownloadHosts.Known"/> or <see cref="AllowedHosts"/>.</param>
/// <param name="Path">The final file. Until it is complete its bytes are in <c>Path.partial</c>, which a later call goes on with.</param>
internal sealed record DownloadRequest(Uri Url, string Path)
{
    /// <summary>Only these bytes of the remote file; null for all.</summary>
    public ByteSpan? Span { get; init; }

    /// <summary>Expected SHA-256 of the downloaded bytes, 64 hexadecimal digits; null to record it in <c>Path.download.json</c>.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Expected size of the whole remote file in bytes, also where a span of it is asked for; null for any.</summary>
    public long? RemoteSize { get; init; }

    /// <summary>Hosts that the user named, beside the known ones; each stands for its subdomains too.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether plain http to this machine itself is allowed; for tests.</summary>
    public bool AllowLoopback { get; init; }

    /// <summary>Largest accepted download in bytes.</summary>
    public long MaxBytes { get; init; } = 4L << 30;

    /// <summary>How long the server may send nothing before the connection is given up.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How many attempts in a row may fail without at least one MiB of new bytes.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Pause after the first failure; doubled after each further one, up to 30 seconds.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Free bytes on the disk of a folder; replaced in tests.</summary>
    internal Func<string, long> FreeBytes { get; init; } = DiskSpace.FreeBytes;

    /// <summary>The address without its query, which may carry a signature.</summary>
    internal string Source => Url.GetLeftPart(UriPartial.Path);

    /// <summary>Throws unless every value is in its range and the address is allowed.</summary>
    /// <exception cref="ArgumentException">A value is out of range.</exception>
    /// <exception cref="HttpRequestException">The address is not allowed.</exception>
    public void Check()
    {
        ArgumentNullException.ThrowIfNull(Url);
        ArgumentException.ThrowIfNullOrEmpty(Path);
        if (Span is { } span && (span.Offset < 0 || span.Length < 1))
            throw new ArgumentException($"Span is {span}; expected an offset of 0 or more and a length of 1 or more.");
        if (Sha256 is not null && (Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigit)))
            throw new ArgumentException($"Sha256 is '{Sha256}'; expected 64 hexadecimal digits or null.");
        if (Attempts < 1) throw new ArgumentException($"Attempts is {Attempts}; expected 1 or more.");
        if (FirstPause < TimeSpan.Zero) throw new ArgumentException($"FirstPause is {FirstPause}; expected 0 or more.");
        if (MaxBytes < 1) throw new ArgumentException($"MaxBytes is {MaxBytes}; expected 1 or more.");
        if (StallTimeout <= TimeSpan.Zero) throw new ArgumentException($"StallTimeout is {StallTimeout}; expected more than 0.");
        DownloadHosts.Check(Url, this);
    }
}

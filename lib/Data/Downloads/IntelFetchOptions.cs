using Scenes.Runtime;

namespace Scenes.Data;

/// <summary>Where the Intel photographs come from and go to.</summary>
public sealed record IntelFetchOptions
{
    /// <summary>Kaggle's public download address of the set: a zip, no login needed.</summary>
    public static Uri KaggleUrl { get; } =
        new("https://www.kaggle.com/api/v1/datasets/download/puneet6060/intel-image-classification");

    /// <summary>The address of the zip.</summary>
    public Uri Url { get; init; } = KaggleUrl;

    /// <summary>The folder to make.</summary>
    public string Folder { get; init; } = Path.Combine(Folders.Data, DataLocation.Intel);

    /// <summary>Expected SHA-256 of the zip; null to accept any and record it.</summary>
    public string? Sha256 { get; init; }

    /// <summary>Hosts that the user named, beside <see cref="DownloadHosts.Known"/>.</summary>
    public IReadOnlyList<string> AllowedHosts { get; init; } = [];

    /// <summary>Whether the zip stays beside the folder after unpacking.</summary>
    public bool KeepZip { get; init; }

    /// <summary>Whether plain http to this machine itself is allowed; for tests.</summary>
    internal bool AllowLoopback { get; init; }
}

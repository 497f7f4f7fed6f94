namespace Scenes.Data;

/// <summary>Where downloads may come from.</summary>
public static class DownloadHosts
{
    /// <summary>
    /// Hosts that need no permission, each with its subdomains: Kaggle and its storage for the image set, Hugging Face for the weights.
    /// </summary>
    public static IReadOnlyList<string> Known { get; } = ["kaggle.com", "storage.googleapis.com", "huggingface.co", "hf.co"];

    /// <summary>Throws unless an address, asked for or redirected to, is allowed.</summary>
    internal static void Check(Uri url, DownloadRequest request)
    {
        string shown = url.IsAbsoluteUri ? $"{url.Scheme}://{url.Authority}{url.AbsolutePath}" : url.OriginalString; // without user, password and query
        if (!url.IsAbsoluteUri) throw new HttpRequestException($"'{shown}' is no absolute address; expected https://…");
        if (request.AllowLoopback && url is { IsLoopback: true, Scheme: "http" or "https" }) return; // file: is loopback too
        if (url.Scheme != Uri.UriSchemeHttps)
            throw new HttpRequestException($"{shown} is not https; downloads over other schemes are refused.");
        if (url.UserInfo.Length > 0)
            throw new HttpRequestException($"The address on {url.Host} carries a user name; it is refused. Take it out.");
        string[] allowed = [.. Known, .. request.AllowedHosts];
        if (!allowed.Any(host => Covers(host, url.Host)))
            throw new HttpRequestException(
                $"Host {url.Host} is not on the list of allowed hosts ({string.Join(", ", allowed)}). Name it as allowed if you trust it.");
    }

    private static bool Covers(string allowed, string host) =>
        host.Equals(allowed, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + allowed, StringComparison.OrdinalIgnoreCase);
}

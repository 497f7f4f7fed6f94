namespace Scenes.Imaging;

/// <summary>
/// Lets two large images be decoded at once, however many threads there are: each takes up to four bytes a pixel, twice where it is turned upright, so that
/// dozens of them would take all memory.
/// </summary>
internal static class LargeImages
{
    private const long Pixels = 16_000_000; // 64 MB decoded

    private const int AtOnce = 2;

    private static readonly SemaphoreSlim Places = new(AtOnce, AtOnce);

    /// <summary>How many more may be decoded now.</summary>
    public static int Free => Places.CurrentCount;

    /// <summary>Waits for a place if the image is large.</summary>
    /// <returns>Whether a place was taken, which <see cref="Leave"/> gives back.</returns>
    public static bool Enter(long pixels)
    {
        if (pixels <= Pixels) return false;
        Places.Wait();
        return true;
    }

    /// <summary>Gives a place back.</summary>
    public static void Leave() => Places.Release();
}

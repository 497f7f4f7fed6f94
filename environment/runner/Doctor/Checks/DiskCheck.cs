using System.Globalization;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>Room for what is built, downloaded and computed.</summary>
internal sealed record DiskCheck() : Check("disk")
{
    private const long Gibibyte = 1L << 30;

    /// <summary>The built-in sample with its features and results takes less.</summary>
    private const long Least = Gibibyte;

    /// <summary>Photographs, the weights of all networks and their features.</summary>
    private const long Comfortable = 8 * Gibibyte;

    public override Finding Look(Surroundings at)
    {
        (string Folder, long Free) tightest = new[] { at.Repository, at.Cache }.Select(folder => (folder, at.FreeBytes(folder))).MinBy(place => place.Item2);
        string found = string.Create(CultureInfo.InvariantCulture, $"{tightest.Free / (double)Gibibyte:0.0} GiB are free for {tightest.Folder}");
        if (tightest.Free < Least) return Problem(found, $"Make room, or move the cache with {Runtime.Folders.CacheVariable}.");
        return tightest.Free < Comfortable
            ? Hint($"{found}; enough for the built-in sample", $"Photographs with all networks take up to 8 GiB. {Runtime.Folders.CacheVariable} moves the cache, scenes cache clear empties it.")
            : Good(found);
    }
}

using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>What an audit looks for.</summary>
public sealed record AuditOptions
{
    /// <summary>
    /// Most bits of <see cref="PerceptualHash"/> in which two near-duplicates differ, 0 to 96. A recompressed or resized copy differs in 0
    /// to 12, a shot from the same place in 25 to 70. Among 28 million pairs of photographs of scenes the first two that merely have the
    /// same layout differed in 74, so the default leaves some room.
    /// </summary>
    public int NearDistance { get; init; } = 64;

    /// <summary>What a file may ask of memory; null for the defaults.</summary>
    public ImageLimits? Limits { get; init; }

    /// <summary>Throws unless every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="NearDistance"/> is not in 0 to 96.</exception>
    public void Check()
    {
        if (NearDistance is < 0 or > 96)
            throw new ArgumentOutOfRangeException(
                nameof(NearDistance), NearDistance, "The distance must lie in 0 to 96 of 256 bits; unrelated images differ in about 128.");
    }
}

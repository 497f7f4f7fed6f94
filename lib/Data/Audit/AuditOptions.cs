using Scenes.Imaging;

namespace Scenes.Data;

/// <summary>What an audit looks for.</summary>
public sealed record AuditOptions
{
    /// <summary>Most bits of <see cref="PerceptualHash"/> in which two near-duplicates differ, 0 to 64.</summary>
    public int NearDistance { get; init; } = 40;

    /// <summary>What a file may ask of memory; null for the defaults.</summary>
    public ImageLimits? Limits { get; init; }

    /// <summary>Throws unless every value is in its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><see cref="NearDistance"/> is not in 0 to 64.</exception>
    public void Check()
    {
        if (NearDistance is < 0 or > 64)
            throw new ArgumentOutOfRangeException(
                nameof(NearDistance), NearDistance, "The distance of near-duplicates must lie in 0 to 64 of 256 bits; unrelated images differ in about 128.");
    }
}

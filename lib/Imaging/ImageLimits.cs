namespace Scenes.Imaging;

/// <summary>What a file may ask of memory. Checked on the header, before anything is decoded.</summary>
/// <param name="MaxPixels">Width x height at most; at least 1.</param>
/// <param name="MaxFileBytes">Length of the file at most; at least 1.</param>
/// <param name="MaxAspect">Longer side to shorter side at most; at least 1.</param>
public sealed record ImageLimits(long MaxPixels = 64_000_000, long MaxFileBytes = 256_000_000, long MaxAspect = 1000)
{
    /// <summary>64 million pixels, 256 MB and 1000 to 1.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Width x height at most.</summary>
    public long MaxPixels { get; init => field = InRange(value, MostPixels, nameof(MaxPixels)); } = InRange(MaxPixels, MostPixels, nameof(MaxPixels));

    /// <summary>Length of the file at most, in bytes.</summary>
    public long MaxFileBytes { get; init => field = InRange(value, Array.MaxLength, nameof(MaxFileBytes)); } = InRange(MaxFileBytes, Array.MaxLength, nameof(MaxFileBytes));

    /// <summary>Longer side to shorter side at most: resizing brings the shorter side to a length, and the longer one grows with it.</summary>
    public long MaxAspect { get; init => field = InRange(value, MostAspect, nameof(MaxAspect)); } = InRange(MaxAspect, MostAspect, nameof(MaxAspect));

    private const long MostAspect = 10_000;

    // Four bytes a pixel must fit one array.
    private static long MostPixels => Array.MaxLength / 4;

    private static long InRange(long value, long most, string name) => value >= 1 && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}. Allowed: 1 to {most}.");
}

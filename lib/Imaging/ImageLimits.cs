namespace Scenes.Imaging;

/// <summary>What a file may ask of memory. Checked on the header, before anything is decoded.</summary>
/// <param name="MaxPixels">Width x height at most; at least 1.</param>
/// <param name="MaxFileBytes">Length of the file at most; at least 1.</param>
public sealed record ImageLimits(long MaxPixels = 64_000_000, long MaxFileBytes = 256_000_000)
{
    /// <summary>64 million pixels and 256 MB.</summary>
    public static ImageLimits Default { get; } = new();

    /// <summary>Width x height at most.</summary>
    public long MaxPixels { get; init => field = InRange(value, MostPixels, nameof(MaxPixels)); } = InRange(MaxPixels, MostPixels, nameof(MaxPixels));

    /// <summary>Length of the file at most, in bytes.</summary>
    public long MaxFileBytes { get; init => field = InRange(value, Array.MaxLength, nameof(MaxFileBytes)); } = InRange(MaxFileBytes, Array.MaxLength, nameof(MaxFileBytes));

    // Four bytes a pixel must fit one array.
    private static long MostPixels => Array.MaxLength / 4;

    private static long InRange(long value, long most, string name) => value >= 1 && value <= most
        ? value
        : throw new ArgumentOutOfRangeException(name, value, $"{name} is {value}. Allowed: 1 to {most}.");
}

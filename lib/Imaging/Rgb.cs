namespace Scenes.Imaging;

/// <summary>One number per colour channel, red first.</summary>
/// <param name="R">Red.</param>
/// <param name="G">Green.</param>
/// <param name="B">Blue.</param>
public readonly record struct Rgb(double R, double G, double B)
{
    /// <summary>The same number for each channel.</summary>
    /// <param name="value">The number.</param>
    public static Rgb All(double value) => new(value, value, value);
}

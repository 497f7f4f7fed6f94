namespace Scenes.Data.Samples;

/// <summary>
/// Curves made of additions and products only. <see cref="Math"/>'s transcendental functions differ in the last bit between platforms; these do not.
/// </summary>
internal static class Curves
{
    /// <summary>Sine of an angle in turns, within 0.00001.</summary>
    public static double Sin(double turns)
    {
        double x = turns - Math.Floor(turns + 0.5);
        if (x > 0.25) x = 0.5 - x;
        if (x < -0.25) x = -0.5 - x;
        double s = x * x;
        return x * (6.28318531 + s * (-41.34170224 + s * (81.60524928 + s * (-76.70585975 + s * (42.05869394 + s * -15.09464258)))));
    }

    /// <summary>Cosine of an angle in turns, within 0.00001.</summary>
    public static double Cos(double turns) => Sin(turns + 0.25);

    public static double Clamp(double x) => x < 0 ? 0 : x > 1 ? 1 : x;

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, smooth between; low above high turns it round.</summary>
    public static double Step(double low, double high, double x)
    {
        double t = Clamp((x - low) / (high - low));
        return t * t * (3 - 2 * t);
    }

    public static double Mix(double from, double to, double share) => from + (to - from) * share;

    /// <summary>A hill: 1 at 0, a half at 1, towards 0 far out.</summary>
    public static double Hill(double x) => 1 / (1 + x * x);
}

namespace Scenes.Data.Samples;

/// <summary>A colour as the screen shows it: 0 is black, 1 is full; values outside are cut only when the picture is finished.</summary>
internal readonly record struct Tint(double R, double G, double B)
{
    /// <summary>Rec. 709 weights, on display values.</summary>
    public double Luma => 0.2126 * R + 0.7152 * G + 0.0722 * B;

    public static Tint Grey(double value) => new(value, value, value);

    /// <summary>A straight blend: 0 gives <paramref name="from"/>, 1 gives <paramref name="to"/>.</summary>
    public static Tint Mix(Tint from, Tint to, double share) =>
        new(from.R + (to.R - from.R) * share, from.G + (to.G - from.G) * share, from.B + (to.B - from.B) * share);

    public static Tint operator +(Tint a, Tint b) => new(a.R + b.R, a.G + b.G, a.B + b.B);

    public static Tint operator *(Tint a, Tint b) => new(a.R * b.R, a.G * b.G, a.B * b.B);

    public static Tint operator *(Tint a, double factor) => new(a.R * factor, a.G * factor, a.B * factor);
}

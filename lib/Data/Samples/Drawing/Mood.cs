namespace Scenes.Data.Samples;

/// <summary>Hour and weather of a picture: what the light does to everything in it, whatever it shows.</summary>
/// <param name="SkyTop">Sky overhead.</param>
/// <param name="SkyLow">Sky at the horizon.</param>
/// <param name="Sun">Light from the sun; multiplies colours.</param>
/// <param name="Shade">Light that comes from everywhere.</param>
/// <param name="Haze">Colour of far things.</param>
/// <param name="Thickness">How quickly far things take the haze's colour, 0 (clear) to 1 (fog).</param>
/// <param name="Clouds">Share of the sky under clouds, 0 to 1.</param>
/// <param name="SunX">Where the light comes from, -1 (left) to 1 (right).</param>
/// <param name="IsDark">Whether lamps are lit.</param>
internal sealed record Mood(
    Tint SkyTop, Tint SkyLow, Tint Sun, Tint Shade, Tint Haze, double Thickness, double Clouds, double SunX, bool IsDark)
{
    /// <summary>Draws an hour and a weather.</summary>
    public static Mood Roll(Dice dice)
    {
        double kind = dice.Unit();
        Mood mood = kind switch
        {
            < 0.40 => new(new(0.20, 0.42, 0.78), new(0.66, 0.80, 0.92), new(0.78, 0.74, 0.66), new(0.36, 0.40, 0.47), new(0.68, 0.78, 0.90), 0.35, 0.4, 0, false),
            < 0.64 => new(new(0.58, 0.61, 0.66), new(0.82, 0.83, 0.84), new(0.26, 0.26, 0.26), new(0.66, 0.67, 0.69), new(0.76, 0.78, 0.80), 0.5, 0.9, 0, false),
            < 0.78 => new(new(0.36, 0.45, 0.66), new(0.96, 0.76, 0.52), new(0.98, 0.68, 0.38), new(0.34, 0.33, 0.40), new(0.90, 0.74, 0.58), 0.45, 0.45, 0, false),
            < 0.86 => new(new(0.22, 0.20, 0.36), new(0.94, 0.52, 0.30), new(0.72, 0.42, 0.28), new(0.34, 0.31, 0.38), new(0.62, 0.42, 0.42), 0.5, 0.5, 0, true),
            < 0.97 => new(new(0.70, 0.72, 0.74), new(0.84, 0.85, 0.85), new(0.16, 0.16, 0.16), new(0.62, 0.63, 0.65), new(0.82, 0.83, 0.84), 1.0, 1.0, 0, false),
            _ => new(new(0.06, 0.08, 0.18), new(0.22, 0.22, 0.32), new(0.26, 0.27, 0.36), new(0.27, 0.29, 0.38), new(0.22, 0.23, 0.32), 0.4, 0.5, 0, true),
        };
        double thickness = mood.Thickness * dice.Range(0.4, 1.5), clouds = Curves.Clamp(mood.Clouds + dice.Range(-0.4, 0.3));
        return mood with
        {
            SkyTop = dice.Near(mood.SkyTop, 0.2),
            SkyLow = dice.Near(mood.SkyLow, 0.1),
            Sun = dice.Near(mood.Sun, 0.2),
            Shade = dice.Near(mood.Shade, 0.15),
            Haze = dice.Near(mood.Haze, 0.08),
            Thickness = Curves.Clamp(thickness),
            Clouds = clouds,
            SunX = dice.Range(-1, 1),
        };
    }

    /// <summary>A surface in this light.</summary>
    /// <param name="surface">Its own colour.</param>
    /// <param name="facing">How squarely the sun meets it, 0 to 1.</param>
    public Tint Light(Tint surface, double facing) => surface * (Shade + Sun * facing);

    /// <summary>A colour seen through air.</summary>
    /// <param name="tint">The colour near by.</param>
    /// <param name="distance">0 near, 1 where mild haze has taken about half of it.</param>
    public Tint Far(Tint tint, double distance)
    {
        double share = Thickness * distance * 1.6;
        return Tint.Mix(tint, Haze, share / (1 + share));
    }
}

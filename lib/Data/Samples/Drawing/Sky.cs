namespace Scenes.Data.Samples;

/// <summary>The sky behind everything.</summary>
internal static class Sky
{
    /// <summary>Paints the whole canvas; what stands below <paramref name="horizon"/> is meant to be painted over.</summary>
    public static void Paint(Canvas canvas, Mood mood, Dice dice, double horizon)
    {
        Noise noise = dice.Noise();
        double stretch = dice.Range(1.2, 4), scale = dice.Range(1.5, 4.5), drift = dice.Range(0, 9);
        double soft = dice.Range(0.15, 0.7);
        double threshold = Curves.Mix(0.55, -0.75, mood.Clouds);
        Tint bright = Tint.Mix(mood.SkyLow, Tint.Grey(mood.IsDark ? 0.25 : 1.0), 0.6), dark = Tint.Mix(mood.SkyTop, mood.Haze, 0.65) * 0.9;
        double sunX = 0.5 + 0.5 * mood.SunX, sunY = horizon * dice.Range(0.2, 1.0);
        double glow = dice.Chance(0.4) ? dice.Range(0.1, 0.5) : 0;
        Tint sun = Tint.Mix(mood.Sun, Tint.Grey(1), 0.4);
        canvas.Shade((x, y) =>
        {
            if (y > horizon + 0.05) return mood.SkyLow;
            double up = Curves.Clamp((horizon - y) / Math.Max(0.3, horizon));
            Tint sky = Tint.Mix(mood.SkyLow, mood.SkyTop, Math.Sqrt(up));
            double flat = stretch / (0.25 + up);
            double cloud = noise.Cloud(x * scale + drift, y * scale * flat * 0.6, 4);
            double cover = Curves.Step(threshold, threshold + soft, cloud) * Math.Min(1, mood.Clouds * 2.5);
            double lit = Curves.Step(-0.5, 0.6, noise.Cloud(x * scale + drift + 0.08 * mood.SunX, y * scale * flat * 0.6 - 0.15, 2) - cloud * 0.4);
            sky = Tint.Mix(sky, Tint.Mix(bright, dark, lit * 0.8), cover * 0.9);
            double dx = x - sunX, dy = y - sunY;
            return sky + sun * (glow * Curves.Hill(Math.Sqrt(dx * dx + dy * dy) * 6));
        });
    }
}

using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>Shows a pattern of the plane: from in front, turned, or as a floor that runs away from the viewer.</summary>
internal static class Surface
{
    /// <summary>Paints the whole canvas.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="dice">The numbers.</param>
    /// <param name="pattern">Colour at u, v; details are about one unit wide. Light comes after.</param>
    public static void Paint(Canvas canvas, Dice dice, Func<double, double, Tint> pattern)
    {
        Mood mood = Mood.Roll(dice);
        double scale = dice.Range(4, 15), offU = dice.Range(0, 50), offV = dice.Range(0, 50), fall = dice.Range(-0.7, 0.7), slope = dice.Range(-0.7, 0.7);
        Noise shadow = dice.Noise();
        double depth = dice.Range(0.2, 0.8), patch = dice.Range(0, 0.6);
        Tint Lit(double u, double v, double x, double y) =>
            mood.Light(pattern(u, v), Curves.Clamp(0.5 + fall * (x - 0.5) + slope * (y - 0.5) + patch * shadow.Cloud(x * 2, y * 2, 2)));
        if (dice.Chance(0.45))
        {
            var camera = new Camera(depth, dice.Range(-0.12, 0.0), dice.Range(0.6, 1.1), dice.Range(-0.12, 0.12));
            Sky.Paint(canvas, mood, dice, camera.Horizon);
            double fine = dice.Range(3, 8);
            canvas.Veil((x, y) => camera.Ground(x, y) is not { } spot ? (default, 0)
                : (mood.Far(Lit(offU + spot.X * fine, offV + spot.Z * fine, x, y), spot.Z * 0.12), Curves.Step(12, 8, spot.Z)));
            return;
        }
        double turn = dice.Chance(0.5) ? dice.Range(-0.03, 0.03) : dice.Range(0, 1), sin = Curves.Sin(turn), cos = Curves.Cos(turn);
        double leanX = dice.Range(-0.5, 0.5), leanY = dice.Range(-0.5, 0.5);
        canvas.Shade((x, y) =>
        {
            double px = x - 0.5, py = y - 0.5, away = 1 + leanX * px + leanY * py;
            return Lit(offU + scale * (cos * px - sin * py) / away, offV + scale * (sin * px + cos * py) / away, x, y);
        });
    }

    /// <summary>Something to stand before: a sky, a wall, a lawn, a blur of colours.</summary>
    public static Mood Backdrop(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double horizon = dice.Range(0.3, 0.8), kind = dice.Unit();
        Noise noise = dice.Noise();
        Tint ground = dice.Near(dice.Pick<Tint>(new(0.30, 0.38, 0.18), new(0.48, 0.44, 0.36), new(0.40, 0.40, 0.41), new(0.72, 0.66, 0.52), new(0.84, 0.86, 0.88)), 0.2);
        Tint other = dice.Near(dice.Pick<Tint>(new(0.5, 0.45, 0.4), new(0.3, 0.36, 0.3), new(0.4, 0.44, 0.52), new(0.75, 0.7, 0.62)), 0.3);
        double fine = dice.Range(3, 20);
        if (kind < 0.6) Sky.Paint(canvas, mood, dice, horizon);
        else canvas.Shade((x, y) => mood.Light(Tint.Mix(ground, other, Curves.Clamp(0.5 + noise.Cloud(x * fine * 0.4, y * fine * 0.4, 3))), 0.4));
        if (kind < 0.85)
        {
            canvas.Veil((x, y) =>
            {
                double depth = 0.4 / (y - horizon + 0.05);
                return y < horizon ? (default, 0) : (mood.Far(mood.Light(ground * (1 + 0.3 * noise.Cloud((x - 0.5) * depth * fine * 0.4, depth * fine * 0.6, 3)), 0.5), depth * 0.1), 1);
            });
        }
        return mood;
    }
}

using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>Ground, air and growing things that are none of the sample's scenes: dunes, craters, terraces, boulders, clouds, fields, single trees, bushes, flowers.</summary>
internal static class Land
{
    public static void Dunes(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double horizon = dice.Range(0.25, 0.55), slant = dice.Range(-0.8, 0.8), fine = dice.Range(0.5, 1.1), tall = dice.Range(0.2, 0.5);
        Sky.Paint(canvas, mood, dice, horizon);
        Noise noise = dice.Noise();
        Tint sand = dice.Near(dice.Pick<Tint>(new(0.82, 0.62, 0.40), new(0.90, 0.84, 0.72), new(0.66, 0.44, 0.30)), 0.15);
        double Crest(double x, double z)
        {
            double wave = noise.At(x * fine * 0.5 + 0.2 * z, (z + slant * x) * fine);
            return tall * (1 - Math.Sqrt(wave * wave + 0.0004));
        }

        Terrain.Draw(canvas, horizon, dice.Range(0.6, 1), 0.4, 9, Crest, spot =>
        {
            double ripple = Curves.Sin((spot.Z + 0.4 * spot.X + 0.2 * noise.At(spot.X * 3, spot.Z * 3)) * 9) * Curves.Step(2.5, 0.8, spot.Z);
            return mood.Far(mood.Light(sand * (1 + 0.1 * ripple), spot.Facing(mood)), spot.Z * 0.08);
        });
    }

    public static void Craters(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double horizon = dice.Range(0.2, 0.5), fine = dice.Range(0.7, 1.5);
        canvas.Shade((_, y) => Tint.Grey(0.04 + 0.03 * y));
        Noise noise = dice.Noise();
        Tint dust = dice.Near(Tint.Grey(dice.Range(0.3, 0.7)), 0.15);
        double Height(double x, double z)
        {
            (double near, _, double id) = noise.Cells(x * fine, z * fine);
            double size = 0.2 + 0.25 * id, bowl = near / size;
            return bowl < 1.6 ? 0.16 * size * (Math.Min(bowl * bowl, 1) - 1 + 1.4 * Curves.Hill((bowl - 1) * 5)) : 0;
        }

        Terrain.Draw(canvas, horizon, dice.Range(0.4, 0.9), 0.4, 8, (x, z) => Height(x, z) + 0.02 * noise.Cloud(x * 4, z * 4, 2), spot =>
            mood.Light(dust * (1 + 0.2 * noise.Cloud(spot.X * 9, spot.Z * 9, 2)), spot.Facing(mood)));
    }

    public static void Terraces(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double horizon = dice.Range(0.15, 0.4), step = dice.Range(0.06, 0.14);
        Sky.Paint(canvas, mood, dice, horizon);
        Noise noise = dice.Noise();
        Tint crop = dice.Near(dice.Pick<Tint>(new(0.36, 0.48, 0.18), new(0.56, 0.52, 0.26), new(0.50, 0.62, 0.60)), 0.2), wall = dice.Near(new(0.40, 0.32, 0.24), 0.2);
        double Height(double x, double z)
        {
            double h = (0.4 + 0.5 * noise.Cloud(x * 0.5, z * 0.5, 2) + 0.16 * z) / step, whole = Math.Floor(h);
            return step * (whole + Curves.Step(0.75, 1, h - whole));
        }

        Terrain.Draw(canvas, horizon, dice.Range(1.0, 1.4), 0.5, 8, Height, spot =>
            mood.Far(mood.Light(Tint.Mix(wall, crop * (1 + 0.2 * noise.Cloud(spot.X * 12, spot.Z * 12, 2)), Curves.Step(0.5, 0.85, spot.Level)), spot.Facing(mood)), spot.Z * 0.1));
    }

    public static void Boulders(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint stone = dice.Near(dice.Pick<Tint>(new(0.48, 0.46, 0.44), new(0.58, 0.46, 0.36), new(0.34, 0.34, 0.36)), 0.2);
        int count = dice.Whole(1, 8);
        for (int i = 0; i < count; i++)
        {
            double near = (i + 1.0) / count, wide = (0.15 + 0.45 * near) * dice.Range(0.6, 1.3);
            Things.Rock(canvas, dice, mood, dice.Range(0.1, 0.9), Curves.Mix(0.55, 1, near), wide, wide * dice.Range(0.4, 1.1), dice.Near(stone, 0.1));
        }
    }

    public static void Clouds(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice) with { Clouds = dice.Range(0.3, 1) };
        Sky.Paint(canvas, mood, dice, dice.Range(0.9, 1.6));
        Noise noise = dice.Noise();
        double fine = dice.Range(2, 5), foot = dice.Range(0.4, 0.9);
        canvas.Veil((x, y) =>
        {
            double puff = 1 - 2 * noise.Cells(x * fine, y * fine).Nearest + noise.Cloud(x * fine * 2, y * fine * 2, 4) - 2.2 * Math.Max(0, y - foot) - 0.4;
            return (Tint.Mix(mood.SkyTop * 0.8, Tint.Mix(mood.SkyLow, Tint.Grey(1), 0.5), Curves.Step(-0.2, 0.9, puff)), Curves.Step(-0.1, 0.35, puff) * 0.9);
        });
    }

    public static void Furrows(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        var camera = new Camera(dice.Range(0.3, 0.9), dice.Range(-0.06, 0.02), dice.Range(0.7, 1.1), dice.Range(-0.12, 0.12));
        Sky.Paint(canvas, mood, dice, camera.Horizon);
        Noise noise = dice.Noise();
        Tint soil = dice.Near(new(0.40, 0.28, 0.20), 0.3), crop = dice.Near(dice.Pick<Tint>(new(0.34, 0.46, 0.16), new(0.66, 0.56, 0.26), new(0.50, 0.36, 0.52)), 0.2);
        double rows = dice.Range(1, 3);
        canvas.Veil((x, y) =>
        {
            if (camera.Ground(x, y) is not { } spot) return (default, 0);
            double plant = Curves.Sin(spot.X * rows) + 0.7 * noise.Cloud(spot.X * 6, spot.Z * 6, 3);
            Tint tint = Tint.Mix(soil, crop * (1 + 0.4 * noise.Cloud(spot.X * 9, spot.Z * 4, 2)), Curves.Step(-0.2, 0.3, plant) * 0.9);
            return (mood.Far(mood.Light(tint, 0.5), spot.Z * 0.07), 1);
        });
    }

    public static void LoneTree(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint leaf = mood.Light(dice.Near(dice.Pick<Tint>(new(0.26, 0.40, 0.14), new(0.60, 0.42, 0.14), new(0.42, 0.46, 0.2)), 0.2), 0.5);
        Things.Tree(canvas, dice, dice.Range(0.3, 0.7), dice.Range(0.8, 1), dice.Range(0.5, 0.95), leaf, mood.Light(new Tint(0.28, 0.22, 0.17), 0.3));
    }

    public static void LoneFir(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint leaf = mood.Light(dice.Near(dice.Pick<Tint>(new(0.16, 0.28, 0.14), new(0.30, 0.38, 0.22), new(0.8, 0.84, 0.86)), 0.2), 0.45);
        for (int i = dice.Whole(1, 2); i > 0; i--) Things.Fir(canvas, dice, dice.Range(0.25, 0.75), dice.Range(0.85, 1), dice.Range(0.5, 1), leaf);
    }

    public static void Flowers(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint petal = mood.Light(new Tint(dice.Range(0.5, 1), dice.Range(0.1, 0.9), dice.Range(0.2, 1)), 0.6), heart = mood.Light(new Tint(0.85, 0.7, 0.2), 0.5);
        Tint stalk = mood.Light(dice.Near(new(0.2, 0.36, 0.12), 0.2), 0.4);
        for (int i = dice.Whole(2, 9); i > 0; i--)
        {
            double x = dice.Unit(), y = dice.Range(0.15, 0.75), size = dice.Range(0.05, 0.16), turn = dice.Unit();
            canvas.Bar(new(x + dice.Range(-0.1, 0.1), 1.05), new(x, y), 0.014, 0.01, stalk);
            int petals = dice.Whole(5, 9);
            for (int k = 0; k < petals; k++)
                canvas.Disc(x + size * 0.6 * Curves.Cos(turn + (double)k / petals), y + size * 0.6 * Curves.Sin(turn + (double)k / petals), size * 0.4, size * 0.4, petal * (0.8 + 0.3 * dice.Unit()), 1, 0.3);
            canvas.Disc(x, y, size * 0.28, size * 0.28, heart);
        }
    }

    public static void Twigs(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint bark = mood.Light(dice.Near(new(0.26, 0.21, 0.17), 0.3), 0.3);
        void Grow(double x, double y, double turn, double length, double width, int depth)
        {
            var tip = new Dot(x + length * Curves.Cos(turn), y + length * Curves.Sin(turn));
            canvas.Bar(new(x, y), tip, width, width * 0.7, bark);
            if (depth == 0) return;
            for (int i = dice.Whole(2, 3); i > 0; i--) Grow(tip.X, tip.Y, turn + dice.Range(-0.13, 0.13), length * dice.Range(0.6, 0.9), width * 0.65, depth - 1);
        }

        for (int i = dice.Whole(1, 3); i > 0; i--) Grow(dice.Unit(), dice.Range(0.9, 1.1), dice.Range(-0.32, -0.18), dice.Range(0.18, 0.3), dice.Range(0.02, 0.05), 4);
    }
}

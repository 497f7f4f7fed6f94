namespace Scenes.Data.Samples;

/// <summary>Ranges over meadows and lakes, single peaks, blue ridges one behind another.</summary>
internal static class MountainPainter
{
    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double view = dice.Unit();
        if (view < 0.25) Ridges(canvas, dice, mood);
        else Range(canvas, dice, mood, peak: view > 0.7);
    }

    private static void Range(Canvas canvas, Dice dice, Mood mood, bool peak)
    {
        double horizon = dice.Range(0.4, 0.7);
        Sky.Paint(canvas, mood, dice, horizon);
        var rock = Massif.Roll(dice, dice.Chance(0.2) ? 9 : dice.Range(-0.1, 1.0));
        Noise noise = dice.Noise(), grass = dice.Noise();
        double tall = dice.Range(0.9, 1.7), wide = dice.Range(0.5, 1.2), start = dice.Range(1.0, 2.2), summit = dice.Range(-0.6, 0.6);
        double hills = dice.Range(0.05, 0.3), eye = dice.Range(0.15, 0.5);
        Tint meadow = dice.Near(dice.Pick<Tint>(new(0.30, 0.42, 0.16), new(0.46, 0.44, 0.22), new(0.20, 0.30, 0.16), new(0.52, 0.40, 0.24), new(0.86, 0.88, 0.92), new(0.74, 0.78, 0.82)), 0.15);
        double Height(double x, double z)
        {
            double rise = Curves.Step(start, start + 2.6, z);
            double shape = peak ? 1.35 * Curves.Hill((x - summit) * 0.8) * Curves.Hill((z - start - 2.4) * 0.7) : 0.75;
            double ridge = rise > 0 ? noise.Ridge(x * wide, z * wide, 5) : 0;
            return hills * noise.Cloud(x * 0.9, z * 0.9, 3) + tall * rise * shape * (0.25 + 1.1 * ridge);
        }

        Terrain.Draw(canvas, horizon, eye, 0.35, 9, Height, spot =>
        {
            Tint ground = meadow * (1 + 0.25 * grass.Cloud(spot.X * 9 / (0.3 + spot.Z), spot.Z * 9 / (0.3 + spot.Z) * 3, 3));
            ground = rock.Cover(spot, ground, start);
            return mood.Far(mood.Light(ground, spot.Facing(mood)), spot.Z * 0.13);
        });
        double front = dice.Unit();
        if (front < 0.25) Trees(canvas, dice, mood);
        else if (front < 0.42) Lake(canvas, dice, mood, horizon);
    }

    private static void Ridges(Canvas canvas, Dice dice, Mood mood)
    {
        double horizon = dice.Range(0.35, 0.6);
        Sky.Paint(canvas, mood, dice, horizon + 0.1);
        int layers = dice.Whole(3, 6);
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.18, 0.26, 0.18), new(0.26, 0.24, 0.24), new(0.20, 0.24, 0.30), new(0.34, 0.24, 0.18)), 0.2);
        for (int i = 0; i < layers; i++)
        {
            Noise noise = dice.Noise();
            double near = (i + 1.0) / layers, foot = Curves.Mix(horizon, 1.0, near * near * 0.8), tall = dice.Range(0.08, 0.28), coarse = dice.Range(1.2, 3.2), fine = dice.Range(12, 40);
            Tint own = dice.Near(tint, 0.12);
            canvas.Veil((x, y) =>
            {
                double top = foot - tall * (noise.Ridge(x * coarse + 3, 0.7, 4) * 1.3 - 0.3);
                double below = y - top;
                if (below < 0) return (default, 0);
                double bump = noise.Cloud(x * fine, y * fine * 0.7, 3);
                Tint lit = mood.Light(own * (1 + 0.3 * bump), Curves.Clamp(0.35 + 0.5 * noise.Cloud(x * coarse * 3 - below * 4 * mood.SunX, y * coarse * 2, 3)));
                return (mood.Far(lit, (1 - near) * 3 + below * 2.2 * (1 - near)), Curves.Step(0, 0.008, below));
            });
        }
    }

    private static void Trees(Canvas canvas, Dice dice, Mood mood)
    {
        Tint tint = mood.Light(dice.Near(new(0.13, 0.22, 0.12), 0.3), 0.4);
        int count = dice.Whole(3, 22);
        double low = dice.Range(0.9, 1.05), size = dice.Range(0.1, 0.35);
        for (int i = 0; i < count; i++)
            Things.Fir(canvas, dice, dice.Unit(), low + dice.Range(-0.04, 0.06), size * dice.Range(0.6, 1.2), dice.Near(tint, 0.15));
    }

    /// <summary>The lower part of the picture becomes a mirror of the upper.</summary>
    private static void Lake(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        Noise noise = dice.Noise();
        int size = canvas.Size;
        var above = (Tint[])canvas.Pixels.Clone();
        double shore = Math.Max(horizon + 0.08, dice.Range(0.68, 0.85)), ripple = dice.Range(0, 0.04);
        canvas.Veil((x, y) =>
        {
            double below = y - shore - 0.015 * noise.Cloud(x * 3, 0, 3);
            if (below < 0) return (default, 0);
            double wave = noise.Cloud(x * 6, y * 45, 2) * ripple;
            int row = Math.Clamp((int)((shore - 1.4 * below + wave) * size), 0, size - 1), column = Math.Clamp((int)((x + wave * 0.3) * size), 0, size - 1);
            return (Tint.Mix(above[row * size + column], mood.SkyTop * 0.6, 0.25 + wave * 4), Curves.Step(0, 0.01, below));
        });
    }
}

namespace Scenes.Data.Samples;

/// <summary>Open water to the horizon, beaches with surf, rocky coasts.</summary>
internal static class SeaPainter
{
    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double horizon = dice.Chance(0.15) ? dice.Range(0.02, 0.15) : dice.Range(0.22, 0.62);
        Sky.Paint(canvas, mood, dice, horizon);
        if (dice.Chance(0.35)) Headland(canvas, dice, mood, horizon);
        Water(canvas, dice, mood, horizon);
        if (dice.Chance(0.25)) Boat(canvas, dice, mood, horizon);
        double coast = dice.Unit();
        if (coast < 0.45) Beach(canvas, dice, mood, horizon);
        else if (coast < 0.75) Rocks(canvas, dice, mood, horizon);
        if (coast < 0.45 && dice.Chance(0.3)) Things.Person(canvas, dice, mood, dice.Range(0.1, 0.9), dice.Range(0.85, 0.95), dice.Range(0.1, 0.2));
    }

    /// <summary>Waves in perspective: longer towards the viewer, flat and bright far out.</summary>
    public static void Water(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        Noise noise = dice.Noise(), foam = dice.Noise();
        Tint deep = mood.Light(dice.Near(dice.Pick<Tint>(new(0.05, 0.22, 0.36), new(0.10, 0.30, 0.34), new(0.16, 0.40, 0.42), new(0.22, 0.27, 0.30)), 0.25), 0.4);
        double swell = dice.Range(0.3, 1), length = dice.Range(2.5, 7), wide = dice.Range(0.25, 0.6), crest = dice.Range(0.35, 1.1);
        double path = dice.Chance(0.5) ? dice.Range(0.3, 1) : 0.1, sunX = 0.5 + 0.5 * mood.SunX;
        canvas.Veil((x, y) =>
        {
            double below = y - horizon;
            if (below <= 0) return (default, 0);
            double depth = 0.35 / (below + 0.015);
            double u = (x - 0.5) * depth * length * wide, v = depth * length;
            double calm = Curves.Step(14, 1, depth);
            double wave = noise.Cloud(u, v * 1.2, 4, 0.6);
            double slope = wave - noise.Cloud(u, v * 1.2 + 0.25, 3, 0.6);
            double mirror = Curves.Clamp(0.12 + 0.5 * Curves.Step(0, 10, depth) + swell * slope * (0.25 + 0.75 * calm) * 0.8);
            Tint tint = Tint.Mix(deep, Tint.Mix(mood.SkyLow, mood.SkyTop, Curves.Clamp(below)), mirror);
            double glint = path * Curves.Hill((x - sunX) / (0.05 + 0.3 * below)) * Curves.Step(0.05, 0.5, slope + 0.2);
            double white = Curves.Step(crest, crest + 0.25, wave * swell + 0.35 * foam.Cloud(u * 3, v * 3, 2)) * (0.3 + 0.7 * calm);
            tint = tint + mood.Sun * (0.8 * glint);
            return (mood.Far(Tint.Mix(tint, mood.Light(Tint.Grey(0.95), 0.6), white * 0.8), depth * 0.03), Curves.Step(0, 0.008, below));
        });
    }

    private static void Headland(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        Noise noise = dice.Noise();
        int side = dice.Side();
        double reach = dice.Range(0.2, 0.9), tall = dice.Range(0.03, 0.22), fine = dice.Range(10, 24), distance = dice.Range(2, 9);
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.30, 0.34, 0.22), new(0.42, 0.38, 0.32), new(0.26, 0.28, 0.26)), 0.2);
        canvas.Veil((x, y) =>
        {
            double along = side > 0 ? 1 - x : x;
            double top = horizon - tall * (Curves.Step(reach, reach * 0.3, along) + 0.25 * noise.Cloud(x * 6, 0.5, 4)) * Curves.Step(reach, reach * 0.85, along);
            if (y < top || y > horizon + 0.01) return (default, 0);
            return (mood.Far(mood.Light(tint, Curves.Clamp(0.5 + noise.Cloud(x * fine, y * fine, 3))), distance * 0.2), 1);
        });
    }

    private static void Beach(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        Noise noise = dice.Noise();
        Tint sand = dice.Near(dice.Pick<Tint>(new(0.82, 0.72, 0.54), new(0.66, 0.58, 0.46), new(0.90, 0.86, 0.76), new(0.46, 0.42, 0.38)), 0.12);
        double start = Curves.Mix(horizon, 1, dice.Range(0.35, 0.75)), slant = dice.Range(-0.45, 0.45), pebbles = dice.Range(20, 60);
        double surf = dice.Range(0.02, 0.07);
        canvas.Veil((x, y) =>
        {
            double line = start + slant * (x - 0.5) + 0.03 * noise.Cloud(x * 4, 3, 3);
            double past = y - Math.Max(line, horizon + 0.04);
            double lace = noise.Cloud(x * 14, y * 30, 3);
            if (past < -surf * 3) return (default, 0);
            Tint foam = mood.Light(Tint.Grey(0.95), 0.5 + 0.3 * lace);
            if (past < 0) return (foam, Curves.Step(0.2, 0.7, lace * 0.8 + 0.9 * Curves.Hill((past + surf * 1.2) / (surf * 0.5)) + 0.4 * Curves.Hill(past / (surf * 0.4))));
            double grain = noise.Cloud(x * pebbles, y * pebbles * 1.6, 3);
            double wet = Curves.Step(0.14, 0.01, past + 0.03 * lace);
            Tint ground = mood.Light(sand * (1 - 0.42 * wet + 0.16 * grain), 0.55);
            ground = Tint.Mix(ground, mood.SkyLow, 0.25 * wet);
            return (Tint.Mix(ground, foam, Curves.Hill(past / 0.012) * Curves.Step(-0.4, 0.4, lace)), 1);
        });
    }

    private static void Rocks(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.36, 0.33, 0.30), new(0.52, 0.44, 0.34), new(0.24, 0.24, 0.25), new(0.46, 0.46, 0.44)), 0.2);
        int side = dice.Side(), count = dice.Whole(2, 12);
        for (int i = 0; i < count; i++)
        {
            double near = dice.Range(0.1, 1) * (i + 1) / count;
            double foot = Curves.Mix(horizon + 0.05, 1.08, near), size = (0.06 + 0.42 * near) * dice.Range(0.5, 1.2);
            double x = 0.5 + side * dice.Range(-0.25, 0.6);
            canvas.Disc(x, foot, size * 0.62, size * 0.1, mood.Light(Tint.Grey(0.92), 0.5), 0.7, 0.7);
            Things.Rock(canvas, dice, mood, x, foot, size, size * dice.Range(0.3, 1.0), dice.Near(tint, 0.1));
        }
    }

    private static void Boat(Canvas canvas, Dice dice, Mood mood, double horizon)
    {
        double x = dice.Range(0.1, 0.9), foot = horizon + dice.Range(0.01, 0.12), size = 0.05 + (foot - horizon) * dice.Range(0.6, 1.4);
        Tint hull = mood.Light(dice.Pick<Tint>(new(0.9, 0.9, 0.9), new(0.3, 0.12, 0.1), new(0.12, 0.18, 0.3)), 0.4), sail = mood.Light(Tint.Grey(0.95), 0.6);
        if (dice.Chance(0.6))
        {
            canvas.Fill([new(x, foot - size * 1.5), new(x, foot - size * 0.25), new(x + size * 0.5, foot - size * 0.25)], sail);
            canvas.Fill([new(x - 0.006, foot - size * 1.3), new(x - 0.006, foot - size * 0.25), new(x - size * 0.35, foot - size * 0.25)], sail * 0.9);
        }
        else
        {
            canvas.Box(x - size * 0.2, foot - size * 0.5, x + size * 0.25, foot - size * 0.2, sail);
        }
        canvas.Fill([new(x - size * 0.6, foot - size * 0.22), new(x + size * 0.6, foot - size * 0.22), new(x + size * 0.42, foot), new(x - size * 0.45, foot)], hull);
    }
}

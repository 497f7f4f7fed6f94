namespace Scenes.Data.Samples;

/// <summary>A road between houses, seen along it: lanes, kerbs, cars, people, lamps.</summary>
internal static class StreetPainter
{
    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        bool alley = dice.Chance(0.25);
        double half = alley ? dice.Range(0.3, 0.6) : dice.Range(0.7, 1.6), kerb = alley ? half * 0.8 : half * dice.Range(0.55, 0.75);
        var camera = new Camera(dice.Range(0.2, 0.45), dice.Range(-0.01, 0.04), dice.Range(0.65, 1.05), dice.Range(-0.055, 0.055));
        Sky.Paint(canvas, mood, dice, camera.Horizon);
        double end = dice.Chance(0.4) ? dice.Range(6, 12) : 30;
        Road(canvas, dice, mood, camera, half, kerb, alley);
        if (end < 30) Facade.Roll(dice, false).Draw(canvas, camera, mood, dice, (-half * 2, end), (half * 2, end), dice.Range(1, 3), 0.5, false);
        double tall = alley ? dice.Range(1, 2.2) : dice.Range(0.8, 4);
        Row(canvas, dice, mood, camera, -half, end, tall, Curves.Clamp(0.5 + 0.6 * mood.SunX));
        Row(canvas, dice, mood, camera, half, end, tall, Curves.Clamp(0.5 - 0.6 * mood.SunX));
        Traffic(canvas, dice, mood, camera, half, kerb, alley);
    }

    /// <summary>Houses along one side, the far ones first.</summary>
    private static void Row(Canvas canvas, Dice dice, Mood mood, Camera camera, double x, double end, double tall, double facing)
    {
        double start = 0.45 + (x < 0 ? -x : x) * 0.4;
        var cuts = new List<double> { start };
        while (cuts[^1] < Math.Min(end, 16)) cuts.Add(cuts[^1] + dice.Range(0.8, 2.6));
        for (int i = cuts.Count - 2; i >= 0; i--)
        {
            if (dice.Chance(0.06)) continue;
            double back = x * (1 + (dice.Chance(0.3) ? dice.Range(0, 0.2) : 0)), high = tall * dice.Range(0.6, 1.3);
            Facade facade = Facade.Roll(dice, tall > 2.5 && dice.Chance(0.6));
            facade.Draw(canvas, camera, mood, dice, (back, cuts[i + 1]), (back, cuts[i]), high, facing, dice.Chance(0.5));
        }
    }

    private static void Road(Canvas canvas, Dice dice, Mood mood, Camera camera, double half, double kerb, bool alley)
    {
        Noise noise = dice.Noise();
        Tint asphalt = dice.Near(alley ? new(0.46, 0.42, 0.38) : dice.Pick<Tint>(new(0.26, 0.26, 0.27), new(0.36, 0.36, 0.37), new(0.46, 0.43, 0.40)), 0.15);
        Tint pavement = dice.Near(new(0.58, 0.56, 0.53), 0.15), paint = Tint.Grey(0.88);
        bool cobbled = alley ? dice.Chance(0.7) : dice.Chance(0.15), marked = !cobbled && dice.Chance(0.75);
        double dash = dice.Range(0.5, 1.1), crossing = dice.Chance(0.25) ? dice.Range(1.2, 2.5) : -9, wet = dice.Chance(0.2) ? 0.4 : 0;
        canvas.Veil((x, y) =>
        {
            if (camera.Ground(x, y) is not { } spot) return (default, 0);
            double off = spot.X < 0 ? -spot.X : spot.X, speck = noise.Cloud(spot.X * 5, spot.Z * 2.5, 3), sharp = Curves.Step(9, 3, spot.Z);
            Tint tint = asphalt * (1 + 0.18 * speck);
            if (cobbled)
            {
                (double nearest, double second, double id) = noise.Cells(spot.X * 14, spot.Z * 14);
                tint = tint * (1 + sharp * (0.3 * (id - 0.5) - 0.5 * Curves.Step(0.12, 0.02, second - nearest)));
            }
            if (marked)
            {
                double along = spot.Z / dash - Math.Floor(spot.Z / dash);
                bool zebra = spot.Z > crossing && spot.Z < crossing + 0.5 && off < kerb * 0.95;
                bool line = (off < 0.025 + 0.004 * spot.Z && along < 0.55) || (off > kerb * 0.9 && off < kerb * 0.9 + 0.025 + 0.004 * spot.Z);
                if (zebra ? spot.X * 5 - Math.Floor(spot.X * 5) < 0.55 : line) tint = Tint.Mix(tint, paint, 0.75 * Curves.Step(14, 4, spot.Z));
            }
            if (off > kerb) tint = pavement * (1 + 0.15 * speck);
            if (off > kerb && off < kerb + 0.03) tint = tint * 0.6;
            Tint lit = Tint.Mix(mood.Light(tint, 0.5), mood.SkyLow, wet * Curves.Clamp(0.5 + speck));
            return (mood.Far(lit, spot.Z * 0.06), 1);
        });
    }

    private static void Traffic(Canvas canvas, Dice dice, Mood mood, Camera camera, double half, double kerb, bool alley)
    {
        int things = dice.Whole(2, 12);
        Tint leaf = mood.Light(dice.Near(dice.Pick<Tint>(new(0.24, 0.36, 0.14), new(0.55, 0.40, 0.16)), 0.2), 0.5), iron = mood.Light(Tint.Grey(0.16), 0.3);
        bool trees = !alley && dice.Chance(0.35), cars = !alley && dice.Chance(0.75), wires = dice.Chance(0.2);
        for (int i = 0; i < things; i++)
        {
            double z = Curves.Mix(9, 1.1, (i + dice.Unit()) / things);
            int side = dice.Side();
            double edge = side * (kerb + 0.3 * (half - kerb)), lane = side * kerb * dice.Range(0.3, 0.8);
            Dot foot = camera.Project(edge, 0, z);
            double kind = dice.Unit(), unit = foot.Y - camera.Project(edge, 1, z).Y;
            if (cars && kind < 0.5 && z > 1.5)
            {
                Dot spot = camera.Project(lane, 0, z);
                Things.Car(canvas, dice, mood, spot.X, spot.Y, 0.24 * unit, side: false);
            }
            else if (trees && kind < 0.75)
            {
                Things.Tree(canvas, dice, foot.X, foot.Y, unit * dice.Range(0.5, 0.9), dice.Near(leaf, 0.15), iron);
            }
            else if (kind < 0.85 && !alley)
            {
                double tall = unit * dice.Range(0.5, 0.75), arm = -side * unit * 0.12;
                canvas.Bar(foot, new(foot.X, foot.Y - tall), unit * 0.018, unit * 0.012, iron);
                canvas.Bar(new(foot.X, foot.Y - tall), new(foot.X + arm, foot.Y - tall * 1.03), unit * 0.012, unit * 0.02, iron);
                if (mood.IsDark) canvas.Disc(foot.X + arm, foot.Y - tall, unit * 0.12, unit * 0.12, new(1, 0.85, 0.55), 0.9, 1);
            }
            else
            {
                Dot spot = camera.Project(dice.Range(-0.8, 0.8) * half, 0, z);
                Things.Person(canvas, dice, mood, spot.X, spot.Y, 0.21 * unit);
            }
        }
        for (int i = wires ? dice.Whole(1, 4) : 0; i > 0; i--)
            canvas.Bar(new(0, dice.Range(0, 0.4)), new(1, dice.Range(0, 0.4)), 0.006, 0.006, iron, 0.8);
    }
}

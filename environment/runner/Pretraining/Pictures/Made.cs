using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>Made things: windows, fences, stairs, shelves, rooms, tunnels, lattices, crates, cars, people, lamps, boats, bottles, balls.</summary>
internal static class Made
{
    public static void Windows(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        var camera = new Camera(dice.Range(0.4, 1.2), dice.Range(-0.05, 0.05), dice.Range(1.2, 2.6), dice.Range(-0.1, 0.1));
        Facade.Roll(dice, dice.Chance(0.4)).Draw(canvas, camera, mood, dice, (-4, 1.6), (4, 1.6), 4.5, dice.Unit(), false);
    }

    public static void Fence(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint wood = mood.Light(dice.Near(dice.Pick<Tint>(new(0.85, 0.84, 0.80), new(0.42, 0.32, 0.24), new(0.16, 0.16, 0.18)), 0.15), 0.5);
        double top = dice.Range(0.2, 0.5), foot = dice.Range(0.75, 1.1), slope = dice.Range(-0.25, 0.25), gap = dice.Range(0.05, 0.14), share = dice.Range(0.15, 0.6);
        double Rail(double at, double x) => Curves.Mix(top, foot, at) + slope * (x - 0.5) * (1.2 - at);
        foreach (double at in (ReadOnlySpan<double>)[0.2, 0.75]) canvas.Bar(new(0, Rail(at, 0)), new(1, Rail(at, 1)), 0.03, 0.03, wood * 0.8);
        for (double x = -dice.Unit() * gap; x < 1; x += gap)
            canvas.Bar(new(x, Rail(1, x)), new(x, Rail(0, x)), gap * share, gap * share, dice.Near(wood, 0.08));
    }

    public static void Stairs(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint stone = dice.Near(dice.Pick<Tint>(new(0.62, 0.60, 0.56), new(0.48, 0.38, 0.30), new(0.75, 0.73, 0.70)), 0.2);
        var camera = new Camera(dice.Range(0.4, 0.8), dice.Range(0, 0.04), dice.Range(0.7, 1.1), dice.Range(-0.08, 0.08));
        int steps = dice.Whole(5, 12);
        double half = dice.Range(0.5, 1.6), rise = dice.Range(0.08, 0.14), start = dice.Range(1, 1.6), tread = dice.Range(0.14, 0.3);
        for (int i = steps - 1; i >= 0; i--)
        {
            double y = i * rise, z = start + i * tread;
            canvas.Fill([camera.Project(-half, y + rise, z), camera.Project(half, y + rise, z), camera.Project(half, y + rise, z + tread), camera.Project(-half, y + rise, z + tread)], mood.Light(dice.Near(stone, 0.05), 0.8));
            canvas.Fill([camera.Project(-half, y, z), camera.Project(half, y, z), camera.Project(half, y + rise, z), camera.Project(-half, y + rise, z)], mood.Light(dice.Near(stone, 0.05), 0.15));
        }
    }

    public static void Shelf(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        Tint wood = mood.Light(dice.Near(new(0.42, 0.30, 0.20), 0.3), 0.4);
        canvas.Shade((_, y) => wood * (0.45 + 0.1 * y));
        int rows = dice.Whole(2, 5);
        for (int row = 0; row < rows; row++)
        {
            double top = (double)row / rows, foot = (row + 0.94) / rows;
            for (double x = 0; x < 1;)
            {
                double wide = dice.Range(0.015, 0.06), tall = dice.Range(0.6, 0.92) / rows, lean = dice.Chance(0.1) ? dice.Range(-0.05, 0.05) : 0;
                Tint cover = mood.Light(new Tint(dice.Range(0.1, 0.8), dice.Range(0.1, 0.7), dice.Range(0.1, 0.7)), 0.4);
                canvas.Fill([new(x, foot), new(x + lean, foot - tall), new(x + wide + lean, foot - tall), new(x + wide, foot)], cover);
                if (dice.Chance(0.5)) canvas.Box(x + wide * 0.2, foot - tall * 0.75, x + wide * 0.8, foot - tall * 0.6, mood.Light(Tint.Grey(0.85), 0.3));
                x += wide * dice.Range(1, 1.15);
            }
            canvas.Box(0, foot, 1, top + 1.0 / rows, wood);
        }
    }

    public static void Room(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        var camera = new Camera(dice.Range(0.4, 0.7), dice.Range(-0.03, 0.02), dice.Range(0.6, 0.9), dice.Range(-0.06, 0.06));
        double half = dice.Range(0.8, 1.5), end = dice.Range(2, 3.5), tall = dice.Range(0.9, 1.3);
        Tint wall = dice.Near(new(0.80, 0.76, 0.68), 0.25), floor = dice.Near(dice.Pick<Tint>(new(0.46, 0.34, 0.24), new(0.6, 0.58, 0.56), new(0.4, 0.2, 0.18)), 0.2);
        canvas.Shade((_, _) => mood.Light(wall * 1.1, 0.3));
        canvas.Veil((x, y) => camera.Ground(x, y) is { } spot ? (mood.Light(floor * (spot.X * 4 - Math.Floor(spot.X * 4) < 0.06 ? 0.7 : 1), 0.4), 1) : (default, 0));
        canvas.Fill([camera.Project(-half, 0, end), camera.Project(half, 0, end), camera.Project(half, tall, end), camera.Project(-half, tall, end)], mood.Light(wall, 0.25));
        foreach (int side in (ReadOnlySpan<int>)[-1, 1])
            canvas.Fill([camera.Project(side * half, 0, 0.3), camera.Project(side * half, 0, end), camera.Project(side * half, tall, end), camera.Project(side * half, tall, 0.3)], mood.Light(wall, side * mood.SunX > 0 ? 0.1 : 0.6));
        Facade opening = Facade.Roll(dice, false) with { Wall = wall, BayWidth = 0.8, StoreyHeight = tall };
        if (dice.Chance(0.6)) opening.Draw(canvas, camera, mood, dice, (-half * 0.7, end - 0.01), (half * 0.7, end - 0.01), tall, 0.3, false);
        for (int i = dice.Whole(1, 4); i > 0; i--)
            Box(canvas, dice, mood, camera, dice.Range(-0.7, 0.6) * half, dice.Range(1.3, end - 0.4), dice.Range(0.2, 0.6), dice.Range(0.15, 0.5));
    }

    public static void Tunnel(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        Noise noise = dice.Noise();
        Tint wall = dice.Near(dice.Pick<Tint>(new(0.50, 0.46, 0.42), new(0.36, 0.38, 0.42), new(0.56, 0.42, 0.32)), 0.2);
        double centreX = dice.Range(0.35, 0.65), centreY = dice.Range(0.4, 0.6), square = dice.Range(0, 1), ribs = dice.Range(0.5, 2), mouth = dice.Range(0.03, 0.12);
        canvas.Shade((x, y) =>
        {
            double dx = x - centreX, dy = y - centreY, round = Math.Sqrt(dx * dx + dy * dy), flat = Math.Max(dx < 0 ? -dx : dx, dy < 0 ? -dy : dy);
            double radius = Curves.Mix(round, flat * 1.15, square), depth = 0.4 / (radius + 0.01);
            double angle = dy / (round + 1e-6), rib = depth * ribs - Math.Floor(depth * ribs);
            Tint tint = mood.Light(wall * (1 + 0.3 * noise.Cloud(angle * 3, depth * 2, 3)) * (rib < 0.2 ? 0.6 : 1), 0.4) * Curves.Clamp(0.15 + radius * 1.4);
            return Tint.Mix(tint, mood.SkyLow, Curves.Step(mouth * 1.2, mouth, radius));
        });
    }

    public static void Lattice(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        Tint iron = mood.Light(dice.Near(dice.Pick<Tint>(new(0.2, 0.2, 0.22), new(0.5, 0.22, 0.16), new(0.6, 0.62, 0.64)), 0.2), 0.4);
        double x = dice.Range(0.3, 0.7), foot = dice.Range(0.85, 1.05), top = dice.Range(-0.1, 0.25), wide = dice.Range(0.12, 0.3), narrow = wide * dice.Range(0.1, 0.9), bar = dice.Range(0.01, 0.022);
        int panels = dice.Whole(4, 9);
        Dot At(int side, double up) => new(x + side * Curves.Mix(wide, narrow, up), Curves.Mix(foot, top, up));
        for (int i = 0; i < panels; i++)
        {
            double low = (double)i / panels, high = (i + 1.0) / panels;
            canvas.Bar(At(-1, low), At(1, high), bar * 0.7, bar * 0.7, iron);
            canvas.Bar(At(1, low), At(-1, high), bar * 0.7, bar * 0.7, iron * 0.8);
            canvas.Bar(At(-1, high), At(1, high), bar * 0.7, bar * 0.7, iron);
        }
        canvas.Bar(At(-1, 0), At(-1, 1), bar, bar, iron);
        canvas.Bar(At(1, 0), At(1, 1), bar, bar, iron);
    }

    public static void Crates(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        var camera = new Camera(dice.Range(0.3, 0.8), dice.Range(-0.03, 0.02), dice.Range(0.8, 1.2));
        int count = dice.Whole(2, 6);
        for (int i = count; i > 0; i--)
        {
            double z = 1.2 + 0.4 * i;
            Box(canvas, dice, mood, camera, dice.Range(-0.45, 0.3) * z, z, dice.Range(0.25, 0.6), dice.Range(0.2, 0.7));
        }
    }

    public static void Cars(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        for (int i = dice.Whole(1, 3); i > 0; i--)
            Things.Car(canvas, dice, mood, dice.Range(0.2, 0.8), dice.Range(0.6, 0.98), dice.Range(0.25, 0.7), dice.Chance(0.5));
    }

    public static void People(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        for (int i = dice.Whole(1, 7); i > 0; i--)
            Things.Person(canvas, dice, mood, dice.Range(0.05, 0.95), dice.Range(0.7, 1), dice.Range(0.3, 0.8));
    }

    public static void Balls(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        for (int i = dice.Whole(1, 6); i > 0; i--)
        {
            double x = dice.Range(0.1, 0.9), y = dice.Range(0.3, 0.85), size = dice.Range(0.07, 0.28);
            Tint paint = new(dice.Unit(), dice.Unit(), dice.Unit());
            canvas.Disc(x, y + size * 0.95, size, size * 0.2, Tint.Grey(0.05), 0.6, 0.7);
            canvas.Disc(x, y, size, size, mood.Light(paint, 0.1));
            canvas.Disc(x + 0.25 * size * mood.SunX, y - 0.25 * size, size * 0.72, size * 0.72, mood.Light(paint, 0.9), 0.9, 1);
            canvas.Disc(x + 0.4 * size * mood.SunX, y - 0.45 * size, size * 0.16, size * 0.16, Tint.Grey(1), 0.7, 1);
        }
    }

    public static void Bottles(Canvas canvas, Dice dice)
    {
        Mood mood = Surface.Backdrop(canvas, dice);
        for (int i = dice.Whole(2, 6); i > 0; i--)
        {
            double x = dice.Range(0.1, 0.9), foot = dice.Range(0.75, 0.98), tall = dice.Range(0.35, 0.65), half = tall * dice.Range(0.1, 0.2), neck = half * dice.Range(0.25, 0.5);
            Tint glass = mood.Light(dice.Near(dice.Pick<Tint>(new(0.15, 0.35, 0.18), new(0.40, 0.22, 0.10), new(0.7, 0.8, 0.82), new(0.2, 0.3, 0.55)), 0.2), 0.5);
            canvas.Fill([new(x - half, foot), new(x - half, foot - tall * 0.55), new(x - neck, foot - tall * 0.72), new(x - neck, foot - tall), new(x + neck, foot - tall), new(x + neck, foot - tall * 0.72), new(x + half, foot - tall * 0.55), new(x + half, foot)], glass);
            canvas.Box(x - half * 0.7, foot - tall * 0.5, x - half * 0.45, foot - tall * 0.08, Tint.Grey(0.95), 0.4);
            if (dice.Chance(0.6)) canvas.Box(x - half, foot - tall * 0.42, x + half, foot - tall * 0.18, mood.Light(dice.Near(new(0.85, 0.82, 0.74), 0.2), 0.5));
        }
    }

    /// <summary>A box on the floor with a front, a side and a top.</summary>
    private static void Box(Canvas canvas, Dice dice, Mood mood, Camera camera, double x, double z, double wide, double tall)
    {
        Tint paint = dice.Near(dice.Pick<Tint>(new(0.60, 0.46, 0.30), new(0.4, 0.42, 0.46), new(0.7, 0.3, 0.2), new(0.85, 0.82, 0.76)), 0.2);
        double right = x + wide, back = z + wide;
        canvas.Fill([camera.Project(x, tall, z), camera.Project(right, tall, z), camera.Project(right, tall, back), camera.Project(x, tall, back)], mood.Light(paint, 0.9));
        double side = right < 0 ? right : x;
        canvas.Fill([camera.Project(side, 0, z), camera.Project(side, 0, back), camera.Project(side, tall, back), camera.Project(side, tall, z)], mood.Light(paint, 0.1));
        canvas.Fill([camera.Project(x, 0, z), camera.Project(right, 0, z), camera.Project(right, tall, z), camera.Project(x, tall, z)], mood.Light(paint, 0.5));
        for (int i = 1; i < 4; i++)
            canvas.Bar(camera.Project(x, tall * i / 4, z), camera.Project(right, tall * i / 4, z), 0.006, 0.006, mood.Light(paint * 0.5, 0.3));
    }
}

namespace Scenes.Data.Samples;

/// <summary>One building or a few, seen from the corner, from in front or from below.</summary>
internal static class BuildingsPainter
{
    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double view = dice.Unit();
        if (view < 0.25) Front(canvas, dice, mood);
        else if (view < 0.75) Corner(canvas, dice, mood);
        else Skyline(canvas, dice, mood);
    }

    /// <summary>A building and perhaps its neighbours, standing with a corner to the viewer.</summary>
    private static void Corner(Canvas canvas, Dice dice, Mood mood)
    {
        double tall = dice.Range(1.4, 6), away = dice.Range(2.2, 4) + tall * 0.35;
        var camera = new Camera(dice.Range(0.2, 0.5), dice.Range(0.01, 0.035) + tall * 0.011, dice.Range(0.8, 1.1));
        Sky.Paint(canvas, mood, dice, camera.Horizon);
        Ground(canvas, dice, mood, camera);
        for (int i = dice.Whole(0, 3); i > 0; i--)
            Block(canvas, dice, mood, camera, dice.Range(-5, 5), away + dice.Range(2.5, 6), dice.Range(1, 2.5), dice.Range(1, 2.5), dice.Range(0, 0.25), tall * dice.Range(0.4, 1.1));
        Block(canvas, dice, mood, camera, dice.Range(-0.9, 0.9), away, dice.Range(1, 2.6), dice.Range(1, 2.6), dice.Range(0.06, 0.2), tall);
        Foreground(canvas, dice, mood, camera, away * 0.8);
    }

    /// <summary>A facade that fills most of the picture.</summary>
    private static void Front(Canvas canvas, Dice dice, Mood mood)
    {
        var camera = new Camera(dice.Range(0.2, 1.2), dice.Range(0, 0.06), dice.Range(0.8, 1.2), dice.Range(-0.09, 0.09));
        Sky.Paint(canvas, mood, dice, camera.Horizon);
        Ground(canvas, dice, mood, camera);
        double away = dice.Range(1.6, 3.2), left = -dice.Range(3, 5), tall = dice.Range(1.4, 4.5);
        while (left < 3)
        {
            double right = left + dice.Range(1.4, 5);
            Facade.Roll(dice, dice.Chance(0.4)).Draw(canvas, camera, mood, dice, (left, away), (right, away), tall * dice.Range(0.75, 1.2), dice.Range(0.2, 0.9), dice.Chance(0.3));
            left = right;
        }
        Foreground(canvas, dice, mood, camera, away * 0.85);
    }

    /// <summary>Many blocks at many distances, from a raised place.</summary>
    private static void Skyline(Canvas canvas, Dice dice, Mood mood)
    {
        var camera = new Camera(dice.Range(0.4, 2.2), dice.Range(-0.01, 0.035), dice.Range(0.8, 1.2));
        Sky.Paint(canvas, mood, dice, camera.Horizon);
        Ground(canvas, dice, mood, camera);
        int count = dice.Whole(7, 14);
        double tall = dice.Range(1.6, 4);
        for (int i = 0; i < count; i++)
        {
            double z = Curves.Mix(12, 4.2, (double)i / count);
            Block(canvas, dice, mood, camera, dice.Range(-0.55, 0.55) * z, z, dice.Range(0.9, 2), dice.Range(0.9, 2), dice.Range(0, 0.25), tall * dice.Range(0.3, 1.25));
        }
        Foreground(canvas, dice, mood, camera, 3.5);
    }

    /// <summary>A box with two visible walls and sometimes a pitched roof.</summary>
    private static void Block(Canvas canvas, Dice dice, Mood mood, Camera camera, double x, double z, double wide, double deep, double turn, double tall)
    {
        Facade facade = Facade.Roll(dice, tall > 2.5 ? dice.Chance(0.7) : dice.Chance(0.25));
        double sin = Curves.Sin(turn), cos = Curves.Cos(turn);
        (double X, double Z) corner = (x, z), right = (x + wide * cos, z + wide * sin), left = (x - deep * sin, z + deep * cos);
        double sunny = Curves.Clamp(0.5 + 0.6 * mood.SunX), shady = Curves.Clamp(0.5 - 0.6 * mood.SunX);
        bool shops = dice.Chance(0.3);
        if (left.X * corner.Z - corner.X * left.Z < 0) facade.Draw(canvas, camera, mood, dice, left, corner, tall, shady, shops);
        facade.Draw(canvas, camera, mood, dice, corner, right, tall, sunny, shops);
        if (tall > 2.2 || dice.Chance(0.4)) return;
        Tint tiles = mood.Light(dice.Near(dice.Pick<Tint>(new(0.55, 0.25, 0.17), new(0.30, 0.28, 0.28), new(0.42, 0.32, 0.26)), 0.2), 0.6);
        double ridge = tall + dice.Range(0.3, 0.7);
        Dot At((double X, double Z) p, double y) => camera.Project(p.X, y, p.Z);
        (double X, double Z) back = (right.X + left.X - corner.X, right.Z + left.Z - corner.Z);
        (double X, double Z) from = ((corner.X + left.X) / 2, (corner.Z + left.Z) / 2), to = ((right.X + back.X) / 2, (right.Z + back.Z) / 2);
        canvas.Fill([At(left, tall), At(from, ridge), At(corner, tall)], mood.Light(facade.Wall, shady));
        canvas.Fill([At(corner, tall), At(from, ridge), At(to, ridge), At(right, tall)], tiles);
    }

    private static void Ground(Canvas canvas, Dice dice, Mood mood, Camera camera)
    {
        Noise noise = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.42, 0.41, 0.40), new(0.30, 0.38, 0.20), new(0.60, 0.57, 0.52), new(0.34, 0.34, 0.36)), 0.2);
        canvas.Veil((x, y) =>
        {
            if (camera.Ground(x, y) is not { } spot) return (default, 0);
            double speck = noise.Cloud(spot.X * 3, spot.Z * 3, 3);
            return (mood.Far(mood.Light(tint * (1 + 0.2 * speck), 0.55), spot.Z * 0.06), 1);
        });
    }

    private static void Foreground(Canvas canvas, Dice dice, Mood mood, Camera camera, double away)
    {
        Tint leaf = dice.Near(dice.Pick<Tint>(new(0.24, 0.36, 0.14), new(0.18, 0.28, 0.12), new(0.55, 0.40, 0.16)), 0.2);
        for (int i = dice.Chance(0.5) ? dice.Whole(1, 4) : 0; i > 0; i--)
        {
            double z = dice.Range(0.6, 1) * away, x = dice.Range(-0.6, 0.6) * z;
            Dot foot = camera.Project(x, 0, z), top = camera.Project(x, dice.Range(0.6, 1.3), z);
            Things.Tree(canvas, dice, foot.X, foot.Y, foot.Y - top.Y, mood.Light(dice.Near(leaf, 0.15), 0.5), mood.Light(new Tint(0.25, 0.2, 0.16), 0.3));
        }
        for (int i = dice.Chance(0.4) ? dice.Whole(1, 4) : 0; i > 0; i--)
        {
            double z = dice.Range(0.7, 1) * away, x = dice.Range(-0.5, 0.5) * z;
            Dot foot = camera.Project(x, 0, z), end = camera.Project(x + 0.5, 0, z);
            Things.Car(canvas, dice, mood, foot.X, foot.Y, end.X - foot.X, side: true);
        }
        for (int i = dice.Chance(0.4) ? dice.Whole(1, 5) : 0; i > 0; i--)
        {
            double z = dice.Range(0.6, 1) * away, x = dice.Range(-0.5, 0.5) * z;
            Dot foot = camera.Project(x, 0, z), head = camera.Project(x, 0.21, z);
            Things.Person(canvas, dice, mood, foot.X, foot.Y, foot.Y - head.Y);
        }
    }
}

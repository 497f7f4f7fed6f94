using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>Patterns that people lay: bricks, tiles, cobbles, planks, shingles, cloth.</summary>
internal static class Masonry
{
    private static readonly Tint[] Stones =
        [new(0.58, 0.34, 0.26), new(0.66, 0.58, 0.48), new(0.50, 0.50, 0.50), new(0.78, 0.74, 0.68), new(0.36, 0.30, 0.28), new(0.44, 0.48, 0.52)];

    public static void Bricks(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint stone = dice.Near(dice.Pick<Tint>(Stones), 0.2), mortar = dice.Near(new(0.66, 0.64, 0.60), 0.3);
        double wide = dice.Range(1.6, 3), joint = dice.Range(0.05, 0.12), vary = dice.Range(0.1, 0.5);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            int row = (int)Math.Floor(v);
            double along = u / wide + 0.5 * (row & 1), x = along - Math.Floor(along), y = v - row;
            Tint own = stone * (1 + vary * (noise.Square((int)Math.Floor(along), row) - 0.5) + 0.2 * noise.Cloud(u * 3, v * 3, 2));
            double edge = Math.Min(Math.Min(x, 1 - x) * wide, Math.Min(y, 1 - y));
            return Tint.Mix(mortar, own, Curves.Step(joint * 0.6, joint * 1.2, edge));
        });
    }

    public static void Tiles(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint one = dice.Near(dice.Pick<Tint>(Stones), 0.3), two = dice.Chance(0.5) ? one : dice.Near(Tint.Grey(dice.Range(0.15, 0.95)), 0.2);
        double joint = dice.Range(0.02, 0.06);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double a = u * 0.7, b = v * 0.7;
            int i = (int)Math.Floor(a), j = (int)Math.Floor(b);
            double x = a - i, y = b - j, edge = Math.Min(Math.Min(x, 1 - x), Math.Min(y, 1 - y));
            Tint own = (((i + j) & 1) == 0 ? one : two) * (1 + 0.15 * (noise.Square(i, j) - 0.5) + 0.1 * noise.Cloud(u, v, 3));
            return own * (0.55 + 0.45 * Curves.Step(joint, joint * 2, edge));
        });
    }

    public static void Cobbles(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint stone = dice.Near(dice.Pick<Tint>(Stones), 0.2);
        double gap = dice.Range(0.08, 0.25), vary = dice.Range(0.2, 0.8);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            (double nearest, double second, double id) = noise.Cells(u, v);
            double dome = Curves.Step(0, gap * 2, second - nearest);
            return stone * ((0.35 + 0.65 * dome) * (1 + vary * (id - 0.5)) * (1.15 - 0.35 * nearest)) * (1 + 0.15 * noise.Cloud(u * 4, v * 4, 2));
        });
    }

    public static void Planks(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint wood = dice.Near(dice.Pick<Tint>(new(0.58, 0.42, 0.27), new(0.40, 0.30, 0.22), new(0.62, 0.60, 0.56), new(0.72, 0.58, 0.38)), 0.2);
        double veins = dice.Range(1.5, 4);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double across = u * 0.8;
            int plank = (int)Math.Floor(across);
            double x = across - plank, own = noise.Square(plank, 3);
            double rings = Curves.Sin(veins * (x * 2 + 0.8 * noise.At(u * 0.7 + own * 9, v * 0.12 + own * 40) + 0.4 * v * 0.1));
            return wood * ((0.8 + 0.4 * own) * (1 + 0.15 * rings + 0.15 * noise.Cloud(u * 6, v * 0.5, 2)) * (0.35 + 0.65 * Curves.Step(0.0, 0.06, Math.Min(x, 1 - x))));
        });
    }

    public static void Shingles(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint clay = dice.Near(dice.Pick<Tint>(new(0.58, 0.28, 0.19), new(0.34, 0.32, 0.32), new(0.48, 0.36, 0.28), new(0.30, 0.36, 0.34)), 0.2);
        double round = dice.Range(0, 0.5);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            int row = (int)Math.Floor(v);
            double along = u + 0.5 * (row & 1), x = along - Math.Floor(along) - 0.5, y = v - row;
            double lip = y + round * 4 * x * x;
            double own = noise.Square((int)Math.Floor(along), row);
            return clay * ((0.75 + 0.5 * own) * (0.4 + 0.6 * Curves.Step(0.98, 0.75, lip)) * (0.75 + 0.25 * Curves.Step(0.5, 0.42, x < 0 ? -x : x)));
        });
    }

    public static void Cloth(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint one = dice.Near(new(dice.Unit(), dice.Unit(), dice.Unit()), 0.1), two = dice.Near(new(dice.Unit(), dice.Unit(), dice.Unit()), 0.1);
        double fold = dice.Range(0.2, 0.9), broad = dice.Range(0.2, 0.8), weave = dice.Range(1.5, 3);
        bool checks = dice.Chance(0.5);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double bend = noise.Cloud(u * 0.25, v * 0.12, 2), a = u + bend, b = v + 0.5 * bend;
            double stripe = Curves.Step(-0.1, 0.1, Curves.Sin(a * broad)) * 0.5 + (checks ? 0.5 * Curves.Step(-0.1, 0.1, Curves.Sin(b * broad)) : 0.25);
            double thread = Curves.Sin(a * weave) * Curves.Sin(b * weave);
            return Tint.Mix(one, two, stripe) * (1 + 0.22 * thread + fold * noise.At(u * 0.35, v * 0.15));
        });
    }
}

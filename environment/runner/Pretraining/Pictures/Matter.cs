using Scenes.Data.Samples;

namespace Scenes.Runner.Pretraining.Pictures;

/// <summary>Patterns that grow, flow and break: bark, marble, dried mud, litter, blades of grass, ripples, pebbles, fur.</summary>
internal static class Matter
{
    public static void Bark(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.34, 0.26, 0.20), new(0.52, 0.46, 0.40), new(0.24, 0.20, 0.18), new(0.60, 0.48, 0.34)), 0.2);
        double deep = dice.Range(0.5, 1);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double bend = 0.4 * noise.Cloud(u * 0.4, v * 0.2, 2);
            double ridge = noise.Ridge(u * 0.9 + bend, v * 0.16, 4);
            return tint * (0.6 + deep * (ridge - 0.2) + 0.2 * noise.Cloud(u * 4, v * 1.5, 2));
        });
    }

    public static void Marble(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint ground = dice.Near(dice.Pick<Tint>(new(0.88, 0.87, 0.85), new(0.22, 0.24, 0.24), new(0.70, 0.60, 0.52), new(0.45, 0.56, 0.52)), 0.1);
        Tint vein = dice.Near(dice.Pick<Tint>(new(0.35, 0.36, 0.40), new(0.9, 0.88, 0.84), new(0.5, 0.3, 0.24)), 0.2);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double bend = noise.Cloud(u * 0.2, v * 0.2, 3) * 2.5;
            double line = Curves.Hill(6 * Curves.Sin(0.12 * (u + 0.6 * v) + 0.5 * bend)) + 0.5 * Curves.Hill(14 * noise.At(u * 0.4 + bend, v * 0.4));
            return Tint.Mix(ground, vein, Curves.Clamp(line * 0.8)) * (1 + 0.08 * noise.Cloud(u, v, 2));
        });
    }

    public static void DriedMud(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.56, 0.46, 0.36), new(0.70, 0.64, 0.56), new(0.40, 0.36, 0.34)), 0.2);
        double crack = dice.Range(0.04, 0.14);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double bend = 0.25 * noise.Cloud(u, v, 2);
            (double nearest, double second, double id) = noise.Cells(u * 0.7 + bend, v * 0.7 - bend);
            double open = Curves.Step(crack, crack * 0.4, second - nearest);
            return tint * ((1 + 0.2 * (id - 0.5) + 0.2 * noise.Cloud(u * 4, v * 4, 3) - 0.1 * nearest) * (1 - 0.8 * open));
        });
    }

    public static void Litter(Canvas canvas, Dice dice)
    {
        Noise one = dice.Noise(), two = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.56, 0.34, 0.14), new(0.62, 0.50, 0.16), new(0.40, 0.28, 0.18), new(0.30, 0.42, 0.14)), 0.2);
        double vary = dice.Range(0.4, 1);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            (double near, double second, double id) = one.Cells(u + 0.2 * v, v * 1.3 - 0.4 * u);
            (double nearLow, _, double idLow) = two.Cells(1.2 * u, 1.2 * v);
            bool top = near < 0.45;
            double leaf = top ? id : idLow, rim = top ? Curves.Step(0.45, 0.36, near) : 0.4 * Curves.Step(0.7, 0.3, nearLow);
            double rib = top ? 1 - 0.3 * Curves.Hill(20 * (second - near - 0.2)) : 1;
            return new Tint(tint.R * (1 + vary * (leaf - 0.4)), tint.G * (1 + vary * 1.4 * (leaf - 0.5)), tint.B) * (0.4 + 0.6 * rim) * rib;
        });
    }

    public static void Blades(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.32, 0.48, 0.14), new(0.52, 0.52, 0.22), new(0.66, 0.58, 0.34), new(0.22, 0.36, 0.16)), 0.2);
        double wind = dice.Range(-0.6, 0.6);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double lean = wind * v + 0.5 * noise.Cloud(u * 0.3, v * 0.3, 2);
            double blade = noise.Ridge(u * 2.2 + lean, v * 0.35, 2), low = noise.Ridge(u * 3.1 - lean + 7, v * 0.45 + 3, 2);
            return tint * (0.35 + 0.75 * Math.Max(blade, 0.7 * low) + 0.2 * noise.Cloud(u * 0.5, v * 0.5, 2));
        });
    }

    public static void Ripples(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise();
        Tint deep = dice.Near(dice.Pick<Tint>(new(0.08, 0.30, 0.40), new(0.16, 0.46, 0.50), new(0.20, 0.24, 0.26), new(0.30, 0.34, 0.22)), 0.2), sky = dice.Near(new(0.74, 0.82, 0.90), 0.15);
        double stretch = dice.Range(0.2, 1), sharp = dice.Range(0.2, 0.6);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double bend = noise.Cloud(u * 0.3, v * 0.3, 2);
            double wave = noise.Ridge(u * 0.5 * stretch + bend, v * 0.5, 3);
            return Tint.Mix(deep, sky, Curves.Step(0.55 - sharp, 0.6 + sharp, wave) * 0.8);
        });
    }

    public static void Pebbles(Canvas canvas, Dice dice)
    {
        Noise big = dice.Noise(), small = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.56, 0.54, 0.52), new(0.66, 0.58, 0.48), new(0.36, 0.38, 0.40)), 0.2);
        double vary = dice.Range(0.5, 1.2);
        Surface.Paint(canvas, dice, (u, v) =>
        {
            (double near, double second, double id) = big.Cells(u, v * 1.3);
            bool stone = near < 0.42 && second - near > 0.08;
            (double nearLow, _, double idLow) = small.Cells(2.3 * u, 2.7 * v);
            double shade = stone ? 1.2 - 1.6 * near * near : 0.75 - 0.6 * nearLow;
            return Tint.Mix(Tint.Grey(tint.Luma), tint, stone ? 2 * id : 1) * (shade * (1 + vary * ((stone ? id : idLow) - 0.5)));
        });
    }

    public static void Fur(Canvas canvas, Dice dice)
    {
        Noise noise = dice.Noise(), spots = dice.Noise();
        Tint tint = dice.Near(dice.Pick<Tint>(new(0.56, 0.42, 0.28), new(0.82, 0.78, 0.72), new(0.26, 0.22, 0.20), new(0.66, 0.50, 0.26)), 0.15);
        double spotted = dice.Chance(0.5) ? 0.7 : 0;
        Surface.Paint(canvas, dice, (u, v) =>
        {
            double flow = 2 * noise.Cloud(u * 0.12, v * 0.12, 2);
            double hair = noise.Cloud(u * 3 + flow * 3, v * 0.5 + flow, 3);
            double spot = spotted * Curves.Step(0.15, 0.3, spots.Cloud(u * 0.3, v * 0.3, 2));
            return tint * ((0.9 + 0.45 * hair) * (1 - spot));
        });
    }
}

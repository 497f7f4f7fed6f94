namespace Scenes.Data.Samples;

/// <summary>Woods from within (trunks, undergrowth, a path) and from without (a slope or a wall of trees).</summary>
internal static class ForestPainter
{
    private static readonly Tint[] Leaves =
    [
        new(0.28, 0.42, 0.14), new(0.18, 0.30, 0.12), new(0.42, 0.50, 0.16), new(0.62, 0.42, 0.14), new(0.56, 0.30, 0.14), new(0.40, 0.34, 0.24), new(0.78, 0.80, 0.82),
    ];

    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        Tint leaf = dice.Near(dice.Pick<Tint>(Leaves), 0.2);
        if (dice.Chance(0.8)) Within(canvas, dice, mood, leaf);
        else Slope(canvas, dice, mood, leaf);
    }

    private static void Within(Canvas canvas, Dice dice, Mood mood, Tint leaf)
    {
        double ground = dice.Range(0.52, 0.85), gloom = dice.Range(0.25, 0.9);
        Noise noise = dice.Noise();
        Tint bark = dice.Near(dice.Pick<Tint>(new(0.28, 0.22, 0.17), new(0.20, 0.18, 0.16), new(0.42, 0.36, 0.30), new(0.72, 0.70, 0.66)), 0.2);
        double glow = dice.Range(0.1, 0.9), glowX = dice.Unit(), fine = dice.Range(10, 22);
        canvas.Shade((x, y) =>
        {
            double speck = noise.Cloud(x * fine, y * fine, 4, 0.7);
            Tint back = mood.Light(leaf * (0.55 + 0.5 * speck), 0.4) * (1.15 - 0.5 * gloom);
            double open = glow * Curves.Hill((x - glowX) * 2.5) * Curves.Hill((y - ground + 0.15) * 2.5);
            return Tint.Mix(back, mood.SkyLow, Curves.Clamp(open + 0.5 * mood.Thickness - 0.2 + 0.3 * speck));
        });
        Floor(canvas, dice, mood, leaf, ground, gloom);
        int layers = dice.Whole(3, 5);
        double density = dice.Range(0.5, 1.4), bend = dice.Range(0.2, 1);
        for (int i = 0; i < layers; i++)
        {
            double near = (i + 1.0) / layers, scale = near * near;
            int trunks = Math.Max(1, (int)(density * Curves.Mix(22, 3, near) * dice.Range(0.7, 1.3)));
            for (int k = 0; k < trunks; k++)
            {
                double width = Curves.Mix(0.008, 0.11, scale) * dice.Range(0.5, 1.3), foot = Curves.Mix(ground, 1.05, scale * dice.Range(0.4, 1));
                Trunk(canvas, dice, mood, dice.Range(-0.05, 1.05), foot, width, bend, dice.Near(bark, 0.15), (1 - near) * 2.2, gloom);
            }
            if (dice.Chance(0.8)) Foliage(canvas, dice, mood, leaf, ground, near, gloom);
        }
    }

    private static void Floor(Canvas canvas, Dice dice, Mood mood, Tint leaf, double ground, double gloom)
    {
        Noise noise = dice.Noise();
        Tint litter = dice.Near(dice.Pick<Tint>(new(0.40, 0.30, 0.18), new(0.24, 0.34, 0.14), new(0.34, 0.30, 0.22), leaf), 0.2);
        Tint trodden = dice.Near(new(0.58, 0.50, 0.40), 0.15);
        bool path = dice.Chance(0.3);
        double middle = dice.Range(0.25, 0.75), drift = dice.Range(-0.5, 0.5), broad = dice.Range(0.15, 0.4);
        canvas.Veil((x, y) =>
        {
            double below = y - ground - 0.03 * noise.Cloud(x * 3, 1, 3);
            if (below < 0) return (default, 0);
            double depth = 0.4 / (below + 0.06);
            double speck = noise.Cloud((x - 0.5) * depth * 5, depth * 9, 4, 0.7), dapple = noise.Cloud((x - 0.5) * depth * 1.2, depth * 2, 2);
            Tint tint = litter * (1 + 0.5 * speck);
            if (path)
            {
                double off = (x - middle - drift * below * below) / (0.02 + broad * below * 1.6);
                tint = Tint.Mix(tint, trodden * (1 + 0.2 * speck), Curves.Step(1.1, 0.8, (off < 0 ? -off : off) + 0.2 * speck));
            }
            return (mood.Far(mood.Light(tint, Curves.Step(-0.2, 0.5, dapple)) * (1.1 - 0.5 * gloom), depth * 0.12), Curves.Step(0, 0.03, below));
        });
    }

    private static void Trunk(Canvas canvas, Dice dice, Mood mood, double x, double foot, double width, double bend, Tint bark, double distance, double gloom)
    {
        const int Joints = 6;
        Span<Dot> outline = stackalloc Dot[2 * Joints];
        double lean = dice.Range(-0.12, 0.12) * bend, curve = dice.Range(-0.1, 0.1) * bend, top = dice.Chance(0.2) ? dice.Range(0.05, 0.4) : -0.1;
        double Middle(double up) => x + lean * up + curve * up * up;
        for (int i = 0; i < Joints; i++)
        {
            double up = (double)i / (Joints - 1), y = Curves.Mix(foot, top, up), half = width * 0.5 * (1 - 0.45 * up) * (i == 0 ? 1.35 : 1);
            outline[i] = new(Middle(up) - half, y);
            outline[2 * Joints - 1 - i] = new(Middle(up) + half, y);
        }
        Noise noise = dice.Noise();
        double rough = 2.5 / width;
        canvas.Fill(outline, (px, py) =>
        {
            double up = Curves.Clamp((foot - py) / (foot - top)), across = (px - Middle(up)) / width;
            double streak = noise.Cloud(px * rough, py * rough * 0.25, 3, 0.6);
            Tint tint = mood.Light(bark * (1 + 0.45 * streak), Curves.Clamp(0.35 + 1.3 * across * mood.SunX)) * (1.1 - 0.6 * gloom);
            return mood.Far(tint, distance);
        });
        int branches = dice.Chance(0.5) ? dice.Whole(0, 5) : 0;
        Tint limb = mood.Far(mood.Light(bark, 0.2) * (1.0 - 0.6 * gloom), distance);
        for (int i = 0; i < branches; i++)
        {
            double up = dice.Range(0.25, 0.85), y = Curves.Mix(foot, top, up), reach = dice.Range(1.5, 5) * width * dice.Side();
            var tip = new Dot(Middle(up) + reach, y - dice.Range(-0.2, 0.9) * (reach < 0 ? -reach : reach));
            canvas.Bar(new(Middle(up), y), tip, width * 0.22, width * 0.06, limb);
            canvas.Bar(tip, new(tip.X + reach * 0.5, tip.Y - dice.Range(-0.04, 0.08)), width * 0.08, width * 0.02, limb);
        }
    }

    /// <summary>Leaves between two rows of trunks: crowns above, bushes below.</summary>
    private static void Foliage(Canvas canvas, Dice dice, Mood mood, Tint leaf, double ground, double near, double gloom)
    {
        Noise clump = dice.Noise(), speck = dice.Noise();
        double crown = dice.Range(-0.1, 0.4), bush = dice.Chance(0.5) ? dice.Range(0.03, 0.2) * near : -1, coarse = Curves.Mix(7, 2.5, near), fine = Curves.Mix(40, 14, near);
        Tint own = dice.Near(leaf, 0.2);
        double foot = Curves.Mix(ground, 1, near * near);
        canvas.Veil((x, y) =>
        {
            double above = Curves.Clamp((crown - y) * 3 + 0.3), below = bush > 0 ? Curves.Hill((y - foot) / bush) - 0.3 : 0;
            double room = Math.Max(above, below) - 0.5;
            double c = clump.Cloud(x * coarse, y * coarse, 3);
            if (c * 0.8 + room * 0.9 < -0.45) return (default, 0);
            double s = speck.Cloud(x * fine, y * fine, 3, 0.8);
            double density = Curves.Step(0.1, 0.3, c * 0.8 + s * 0.5 + room * 0.9);
            if (density <= 0) return (default, 0);
            Tint tint = mood.Light(own * (0.9 + 0.7 * s), Curves.Clamp(0.4 + 0.6 * c + 0.5 * s)) * (1.15 - 0.5 * gloom);
            return (mood.Far(tint, (1 - near) * 1.5), density);
        });
    }

    /// <summary>Trees from without: row behind row up a slope, or a single wall of them.</summary>
    private static void Slope(Canvas canvas, Dice dice, Mood mood, Tint leaf)
    {
        double top = dice.Range(-0.25, 0.22), steep = dice.Range(-0.25, 0.25);
        Sky.Paint(canvas, mood, dice, 0.5);
        bool firs = dice.Chance(0.55);
        int rows = dice.Whole(7, 12);
        Tint stem = mood.Light(new Tint(0.25, 0.2, 0.16), 0.3);
        for (int row = 0; row < rows; row++)
        {
            double near = (row + 1.0) / rows, size = Curves.Mix(0.07, 0.36, near * near), foot = Curves.Mix(top + 0.2, 1.1, near);
            int count = (int)(2.6 / size);
            canvas.Box(-0.1, foot + 0.2 * size, 1.1, 1.2, mood.Far(mood.Light(leaf * 0.5, 0.2), 1 - near));
            for (int i = 0; i < count; i++)
            {
                double x = (i + dice.Range(-0.4, 1.4)) / count, y = foot + steep * (x - 0.5) * (1 - near) + dice.Range(-0.1, 0.1) * size;
                Tint tint = mood.Far(mood.Light(dice.Near(leaf, 0.3), dice.Range(0.2, 0.7)), (1 - near) * 1.2);
                if (firs) Things.Fir(canvas, dice, x, y + size * 0.4, size * dice.Range(1, 1.5), tint);
                else Things.Tree(canvas, dice, x, y + size * 0.4, size * dice.Range(0.9, 1.3), tint, mood.Far(stem, 1 - near));
            }
        }
    }
}

namespace Scenes.Data.Samples;

/// <summary>What stands about in more than one kind of scene. Feet stand at the place given; sizes are shares of the picture.</summary>
internal static class Things
{
    /// <summary>A fir: a pile of ragged triangles.</summary>
    public static void Fir(Canvas canvas, Dice dice, double x, double foot, double height, Tint tint)
    {
        double half = height * dice.Range(0.16, 0.26);
        canvas.Bar(new(x, foot), new(x, foot - height * 0.2), half * 0.2, half * 0.15, tint * 0.6);
        int tiers = dice.Whole(4, 7);
        for (int i = 0; i < tiers; i++)
        {
            double low = foot - height * (0.08 + 0.8 * i / tiers), high = foot - height * (0.08 + 0.92 * (i + 1.6) / (tiers + 0.6));
            double reach = half * (1 - 0.86 * i / tiers) * dice.Range(0.85, 1.15);
            Tint shade = tint * dice.Range(0.8, 1.15);
            canvas.Fill([new(x - reach, low + dice.Range(-0.02, 0.02) * height), new(x - reach * 0.3, low - 0.03 * height), new(x, low), new(x + reach, low + dice.Range(-0.02, 0.02) * height), new(x, Math.Max(high, foot - height))], shade);
        }
    }

    /// <summary>A broad-leaved tree: a stem and a crown of leaf clumps, lit from above.</summary>
    public static void Tree(Canvas canvas, Dice dice, double x, double foot, double height, Tint leaf, Tint stem)
    {
        double crown = height * dice.Range(0.28, 0.4), middle = foot - height * 0.66;
        canvas.Bar(new(x, foot), new(x + dice.Range(-0.05, 0.05) * height, middle), height * 0.06, height * 0.03, stem);
        int clumps = dice.Whole(18, 34);
        for (int i = 0; i < clumps; i++)
        {
            double dx = dice.Range(-1, 1), dy = dice.Range(-1, 1);
            if (dx * dx + dy * dy > 1) continue;
            double size = crown * dice.Range(0.18, 0.42);
            canvas.Disc(x + dx * crown, middle + dy * crown * 0.9, size, size * 0.8, leaf * (0.85 - 0.3 * dy + dice.Range(-0.15, 0.15)), 0.85, 0.5);
        }
    }

    /// <summary>A car seen from behind or from the side.</summary>
    public static void Car(Canvas canvas, Dice dice, Mood mood, double x, double foot, double width, bool side)
    {
        Tint body = mood.Light(dice.Pick<Tint>(new(0.75, 0.75, 0.77), new(0.12, 0.12, 0.14), new(0.6, 0.1, 0.1), new(0.15, 0.25, 0.5), new(0.9, 0.9, 0.88), new(0.85, 0.7, 0.15)), 0.5);
        Tint glass = mood.Light(new Tint(0.12, 0.14, 0.17), 0.3), tyre = Tint.Grey(0.05);
        double half = width / 2, tall = width * (side ? 0.32 : 0.75);
        canvas.Disc(x, foot, half * 1.1, tall * 0.14, Tint.Grey(0.05), 0.6, 0.6);
        double wheel = width * (side ? 0.1 : 0.08);
        foreach (double at in (ReadOnlySpan<double>)[-0.6, 0.6])
        {
            if (side) canvas.Disc(x + at * half, foot - wheel, wheel, wheel, tyre);
            else canvas.Box(x + at * half * 1.2 - wheel, foot - tall * 0.3, x + at * half * 1.2 + wheel, foot, tyre);
        }
        double waist = foot - tall * 0.6, roof = foot - tall, belly = foot - tall * 0.16, slope = side ? 0.42 : 0.2;
        canvas.Fill([new(x - half * (1 - slope), waist), new(x - half * (1 - slope * 1.6), roof), new(x + half * (1 - slope * 1.6), roof), new(x + half * (1 - slope), waist)], body * 0.9);
        canvas.Fill([new(x - half * (0.94 - slope), waist), new(x - half * (0.94 - slope * 1.6), roof + tall * 0.06), new(x + half * (0.94 - slope * 1.6), roof + tall * 0.06), new(x + half * (0.94 - slope), waist)], glass);
        canvas.Box(x - half, waist, x + half, belly, body);
        Tint lamp = mood.IsDark ? new Tint(1, 0.3, 0.2) : new Tint(0.6, 0.12, 0.1);
        canvas.Box(x - half * 0.96, waist + tall * 0.1, x - half * 0.74, waist + tall * 0.22, lamp);
        canvas.Box(x + half * 0.74, waist + tall * 0.1, x + half * 0.96, waist + tall * 0.22, side ? new Tint(0.9, 0.88, 0.75) : lamp);
    }

    /// <summary>A person, standing or walking.</summary>
    public static void Person(Canvas canvas, Dice dice, Mood mood, double x, double foot, double height)
    {
        Tint coat = mood.Light(dice.Near(dice.Pick<Tint>(new(0.2, 0.2, 0.25), new(0.5, 0.15, 0.15), new(0.8, 0.8, 0.78), new(0.2, 0.3, 0.5), new(0.45, 0.4, 0.3)), 0.2), 0.4);
        Tint legs = mood.Light(dice.Near(new(0.18, 0.18, 0.22), 0.4), 0.3), skin = mood.Light(dice.Near(new(0.75, 0.55, 0.45), 0.3), 0.4);
        double stride = dice.Range(0.04, 0.16) * height;
        canvas.Bar(new(x, foot - height * 0.5), new(x - stride, foot), height * 0.11, height * 0.07, legs);
        canvas.Bar(new(x, foot - height * 0.5), new(x + stride, foot), height * 0.11, height * 0.07, legs);
        canvas.Bar(new(x, foot - height * 0.46), new(x, foot - height * 0.84), height * 0.2, height * 0.24, coat);
        canvas.Disc(x, foot - height * 0.92, height * 0.07, height * 0.08, skin);
    }

    /// <summary>A boulder with a lit top and rough sides; ice where the roughness is low.</summary>
    public static void Rock(Canvas canvas, Dice dice, Mood mood, double x, double foot, double width, double height, Tint tint, double roughness = 1)
    {
        const int Corners = 11;
        Span<Dot> outline = stackalloc Dot[Corners + 1];
        for (int i = 0; i <= Corners; i++)
        {
            double turn = 0.5 * i / Corners, reach = dice.Range(0.75, 1.1);
            outline[i] = new(x - 0.5 * width * Curves.Cos(turn) * reach, foot - height * Curves.Sin(turn) * reach);
        }
        Noise noise = dice.Noise();
        double fine = dice.Range(14, 30);
        canvas.Fill(outline, (px, py) =>
        {
            double bump = roughness * noise.Cloud(px * fine, py * fine, 4);
            double up = Curves.Clamp((foot - py) / height);
            return mood.Light(tint, Curves.Clamp(0.1 + 0.6 * up + 0.7 * bump + 0.4 * mood.SunX * (px - x) / width)) * (0.8 + 0.35 * bump);
        });
    }
}

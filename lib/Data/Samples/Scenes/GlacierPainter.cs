namespace Scenes.Data.Samples;

/// <summary>Ice: tongues between mountains, fronts that break into water, bergs, fields of crevasses.</summary>
internal static class GlacierPainter
{
    /// <summary>Roughness of floating ice beside that of rock.</summary>
    private const double Calm = 0.45;

    public static void Paint(Canvas canvas, Dice dice)
    {
        Mood mood = Mood.Roll(dice);
        double view = dice.Unit();
        if (view < 0.52) Tongue(canvas, dice, mood);
        else if (view < 0.76) Front(canvas, dice, mood);
        else if (view < 0.86) Bergs(canvas, dice, mood);
        else Crevasses(canvas, dice, mood);
    }

    private static Tint Ice(Dice dice) => dice.Near(dice.Pick<Tint>(new(0.80, 0.88, 0.94), new(0.72, 0.84, 0.92), new(0.84, 0.86, 0.87), new(0.70, 0.74, 0.76)), 0.08);

    /// <summary>Narrow torn lines: 1 in the depth of a crevasse, 0 on the ice between.</summary>
    private static double Gash(Noise noise, double x, double y) => Curves.Step(0.74, 0.95, noise.Ridge(x, y, 2));

    private static void Tongue(Canvas canvas, Dice dice, Mood mood)
    {
        double horizon = dice.Range(0.3, 0.65);
        Sky.Paint(canvas, mood, dice, horizon);
        var rock = Massif.Roll(dice, dice.Range(0.3, 1.0));
        Noise noise = dice.Noise(), cracks = dice.Noise();
        Tint ice = Ice(dice), deep = dice.Near(new(0.36, 0.58, 0.74), 0.15), dirt = dice.Near(new(0.42, 0.38, 0.34), 0.2);
        double tall = dice.Range(0.9, 2.1), bend = dice.Range(-0.7, 0.7), width = dice.Range(0.5, 1.1), eye = dice.Range(0.35, 0.8);
        double fine = dice.Range(2.5, 6), moraine = dice.Chance(0.6) ? dice.Range(0.4, 1) : 0, lane = dice.Range(-0.5, 0.5);
        double Across(double x, double z) => (x - bend * (0.25 * z * z * 0.2 - 0.3)) / (width * (0.6 + 0.12 * z));
        double Height(double x, double z)
        {
            double across = Across(x, z), off = across < 0 ? -across : across;
            double bank = Curves.Step(0.85, 2.2, off), head = Curves.Step(4.5, 7.5, z);
            double block = off < 1.1 && z < 5 ? 0.06 * Gash(noise, x * fine * 0.5, z * fine) : 0;
            return 0.07 * z - block + tall * Math.Max(bank, head) * (0.2 + noise.Ridge(x * 0.8, z * 0.8, 5));
        }

        Terrain.Draw(canvas, horizon, eye, 0.4, 9, Height, spot =>
        {
            double across = Across(spot.X, spot.Z), off = across < 0 ? -across : across;
            Tint ground = rock.Cover(spot, dirt, 0.01);
            double torn = Math.Max(Gash(noise, spot.X * fine * 0.5, spot.Z * fine), 0.7 * Gash(cracks, spot.X * fine + across, spot.Z * fine * 2.2));
            Tint frozen = Tint.Mix(ice, deep, torn * 0.9) * (1 + 0.15 * cracks.Cloud(spot.X * 8, spot.Z * 8, 3));
            frozen = Tint.Mix(frozen, dirt, moraine * (Curves.Hill((across - lane) * 9) + Curves.Hill((off - 0.95) * 7)) * 0.85);
            double share = Curves.Step(1.12, 0.95, off + 0.12 * cracks.Cloud(spot.X * 3, spot.Z * 3, 3)) * Curves.Step(7.4, 6, spot.Z);
            return mood.Far(mood.Light(Tint.Mix(ground, frozen, share), spot.Facing(mood)), spot.Z * 0.11);
        });
    }

    private static void Front(Canvas canvas, Dice dice, Mood mood)
    {
        double waterline = dice.Chance(0.25) ? 1.2 : dice.Range(0.55, 0.85), horizon = Math.Min(waterline, 0.6);
        Sky.Paint(canvas, mood, dice, horizon * 0.8);
        double top = waterline - (waterline > 1 ? dice.Range(0.65, 0.95) : dice.Range(0.25, 0.55));
        if (top > 0.18) Backdrop(canvas, dice, mood, top + 0.03);
        Wall(canvas, dice, mood, top, waterline);
        if (waterline < 1) SeaPainter.Water(canvas, dice, mood with { Thickness = 0 }, waterline);
        int floes = waterline < 1 ? dice.Whole(0, 26) : 0;
        for (int i = 0; i < floes; i++) Floe(canvas, dice, mood, waterline);
    }

    private static void Backdrop(Canvas canvas, Dice dice, Mood mood, double foot)
    {
        Noise noise = dice.Noise();
        double tall = Math.Min(dice.Range(0.15, 0.45), foot - 0.04), line = dice.Range(0.2, 0.9), coarse = dice.Range(1.5, 3.5);
        Tint rock = dice.Near(new(0.38, 0.37, 0.38), 0.2);
        canvas.Veil((x, y) =>
        {
            double high = noise.Ridge(x * coarse, 0.4, 5), below = y - (foot - tall * high);
            if (below < 0 || y > foot + 0.05) return (default, 0);
            double bump = noise.Cloud(x * 16, y * 16, 4);
            double up = (foot - y) / tall;
            Tint tint = Tint.Mix(rock * (1 + 0.4 * bump), new Tint(0.94, 0.95, 0.98), Curves.Step(-0.1, 0.15, up - line * 0.7 + 0.4 * bump));
            return (mood.Far(mood.Light(tint, Curves.Clamp(0.5 + 0.8 * bump)), 0.8), Curves.Step(0, 0.008, below));
        });
    }

    /// <summary>An upright face of ice: pillars, clefts that glow blue, a ragged edge.</summary>
    private static void Wall(Canvas canvas, Dice dice, Mood mood, double top, double foot)
    {
        Noise noise = dice.Noise();
        Tint ice = Ice(dice), deep = dice.Near(new(0.26, 0.54, 0.74), 0.2);
        double pillars = dice.Range(5, 12), slant = dice.Range(-0.2, 0.2), ragged = dice.Range(0.03, 0.12);
        canvas.Veil((x, y) =>
        {
            double edge = top + slant * (x - 0.5) - ragged * (noise.Ridge(x * pillars * 0.7, 0.3, 4) - 0.4);
            double below = y - edge;
            if (below < 0 || y > foot) return (default, 0);
            double bent = x + 0.03 * noise.Cloud(x * 4, y * 4, 2);
            double cleft = noise.Ridge(bent * pillars, y * pillars * 0.22, 4), rough = noise.Cloud(x * 22, y * 14, 3);
            Tint tint = Tint.Mix(ice, deep, Curves.Step(0.45, 0.9, cleft) * 0.85);
            tint = Tint.Mix(tint, Tint.Grey(0.97), Curves.Step(0.05, 0, below) * 0.7);
            return (mood.Light(tint * (1 + 0.18 * rough), Curves.Clamp(0.6 + 0.5 * rough - 0.6 * cleft)), Curves.Step(0, 0.008, below));
        });
    }

    private static void Floe(Canvas canvas, Dice dice, Mood mood, double waterline)
    {
        double near = dice.Unit(), foot = Curves.Mix(waterline + 0.02, 1.02, near), size = (0.02 + 0.13 * near) * dice.Range(0.5, 1.3);
        Things.Rock(canvas, dice, mood, dice.Unit(), foot, size * 1.6, size * dice.Range(0.15, 0.6), Ice(dice), Calm);
    }

    private static void Bergs(Canvas canvas, Dice dice, Mood mood)
    {
        double horizon = dice.Range(0.3, 0.55);
        Sky.Paint(canvas, mood, dice, horizon);
        if (dice.Chance(0.6)) Backdrop(canvas, dice, mood, horizon);
        SeaPainter.Water(canvas, dice, mood, horizon);
        int count = dice.Whole(1, 5);
        for (int i = 0; i < count; i++)
        {
            double near = (i + dice.Unit()) / count, foot = Curves.Mix(horizon + 0.06, 0.98, near), width = (0.2 + 0.6 * near) * dice.Range(0.6, 1.1);
            double x = i == 0 ? dice.Range(0.25, 0.75) : dice.Unit();
            canvas.Disc(x, foot + 0.02, width * 0.5, width * 0.07, mood.Light(new Tint(0.5, 0.75, 0.85), 0.4), 0.7, 0.6);
            Things.Rock(canvas, dice, mood, x, foot, width, width * dice.Range(0.35, 0.8), Ice(dice), Calm);
            Things.Rock(canvas, dice, mood, x + dice.Range(-0.3, 0.3) * width, foot, width * 0.6, width * dice.Range(0.2, 0.6), Tint.Mix(Ice(dice), new Tint(0.4, 0.66, 0.84), 0.4), Calm);
        }
        for (int i = dice.Whole(0, 14); i > 0; i--) Floe(canvas, dice, mood, horizon + 0.05);
    }

    private static void Crevasses(Canvas canvas, Dice dice, Mood mood)
    {
        double horizon = dice.Range(0.12, 0.4);
        Sky.Paint(canvas, mood, dice, horizon);
        Noise noise = dice.Noise();
        Tint ice = Ice(dice), deep = dice.Near(new(0.24, 0.50, 0.72), 0.2);
        double fine = dice.Range(1.4, 3), slant = dice.Range(-0.6, 0.6), eye = dice.Range(0.35, 0.7), rough = dice.Range(0.08, 0.22), seracs = dice.Range(0, 0.3);
        double Torn(double x, double z) => Gash(noise, (x + slant * z) * fine * 0.45, (z - slant * x) * fine);
        double Height(double x, double z)
        {
            double block = seracs * noise.Cells((x + slant * z) * fine, (z - slant * x) * fine * 1.4).Id;
            return block - rough * Torn(x, z) + 0.25 * noise.Cloud(x * 0.6, z * 0.6, 2) + 0.05 * noise.Cloud(x * 5, z * 5, 2) + 0.04 * z;
        }

        Terrain.Draw(canvas, horizon, eye + 0.5 * seracs, 0.35, 7, Height, spot =>
        {
            double steep = Curves.Step(0.75, 0.35, spot.Level);
            Tint tint = Tint.Mix(ice, deep, Math.Max(Torn(spot.X, spot.Z) * 0.9, steep * 0.7)) * (1 + 0.14 * noise.Cloud(spot.X * 9, spot.Z * 9, 3));
            return mood.Far(mood.Light(tint, spot.Facing(mood)), spot.Z * 0.12);
        });
        for (int i = dice.Chance(0.3) ? dice.Whole(1, 4) : 0; i > 0; i--) Things.Person(canvas, dice, mood, dice.Unit(), dice.Range(horizon + 0.1, 0.8), dice.Range(0.04, 0.1));
    }
}

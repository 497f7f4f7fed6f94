namespace Scenes.Data.Samples;

/// <summary>The look of a building's front: wall, storeys, windows.</summary>
/// <param name="Wall">Colour of the wall.</param>
/// <param name="Pane">Colour of glass by day.</param>
/// <param name="Frame">Colour of frames and ledges.</param>
/// <param name="StoreyHeight">Height of a storey.</param>
/// <param name="BayWidth">Distance from window to window.</param>
/// <param name="Opening">Width of a window as a share of the bay.</param>
/// <param name="Tallness">Height of a window as a share of the storey.</param>
/// <param name="Ledges">Whether a ledge runs along every storey.</param>
/// <param name="Lit">Share of windows with light at night.</param>
internal sealed record Facade(
    Tint Wall, Tint Pane, Tint Frame, double StoreyHeight, double BayWidth, double Opening, double Tallness, bool Ledges, double Lit)
{
    private static readonly Tint[] Walls =
    [
        new(0.62, 0.42, 0.32), new(0.78, 0.70, 0.58), new(0.70, 0.68, 0.66), new(0.86, 0.82, 0.74), new(0.55, 0.52, 0.50), new(0.74, 0.56, 0.40),
        new(0.45, 0.50, 0.58), new(0.82, 0.74, 0.50), new(0.66, 0.48, 0.46), new(0.38, 0.36, 0.36), new(0.58, 0.66, 0.66), new(0.90, 0.88, 0.86),
    ];

    /// <summary>Draws a look.</summary>
    /// <param name="dice">The numbers.</param>
    /// <param name="modern">Glass and ribbons of windows rather than stone and holes.</param>
    public static Facade Roll(Dice dice, bool modern)
    {
        Tint wall = dice.Near(dice.Pick<Tint>(Walls), 0.15);
        Tint pane = dice.Near(dice.Pick<Tint>(new(0.16, 0.20, 0.26), new(0.28, 0.38, 0.48), new(0.42, 0.54, 0.64), new(0.20, 0.18, 0.17)), 0.2);
        Tint frame = dice.Chance(0.5) ? dice.Near(wall * 1.25, 0.08) : dice.Near(wall * 0.7, 0.1);
        return modern
            ? new(wall, pane, frame, dice.Range(0.30, 0.42), dice.Range(0.14, 0.5), dice.Pick(0.8, 0.9, 1.0), dice.Range(0.45, 0.85), dice.Chance(0.3), dice.Range(0.2, 0.7))
            : new(wall, pane, frame, dice.Range(0.34, 0.48), dice.Range(0.26, 0.5), dice.Range(0.32, 0.6), dice.Range(0.42, 0.68), dice.Chance(0.5), dice.Range(0.1, 0.6));
    }

    /// <summary>Draws an upright wall from one foot point to another.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="camera">How it is seen.</param>
    /// <param name="mood">The light.</param>
    /// <param name="dice">The numbers.</param>
    /// <param name="from">x and z of one end.</param>
    /// <param name="to">x and z of the other end.</param>
    /// <param name="height">Height of the wall.</param>
    /// <param name="facing">How squarely the sun meets it, 0 to 1.</param>
    /// <param name="shops">Whether the lowest storey has shop windows.</param>
    public void Draw(
        Canvas canvas, Camera camera, Mood mood, Dice dice, (double X, double Z) from, (double X, double Z) to, double height, double facing, bool shops)
    {
        double dx = to.X - from.X, dz = to.Z - from.Z, length = Math.Sqrt(dx * dx + dz * dz);
        Dot At(double along, double up) => camera.Project(from.X + dx * along, up, from.Z + dz * along);
        Tint Seen(Tint tint, double along) => mood.Far(mood.Light(tint, facing), (from.Z + dz * along) * 0.06);
        Noise dirt = dice.Noise();
        double rough = dice.Range(0.04, 0.22), fine = dice.Range(8, 40);
        canvas.Fill([At(0, 0), At(0, height), At(1, height), At(1, 0)], (x, y) => Seen(Wall, 0.5) * (1 + rough * dirt.Cloud(x * fine, y * fine, 2)));
        int bays = Math.Max(1, (int)(length / BayWidth)), storeys = Math.Max(1, (int)(height / StoreyHeight));
        double bay = 1.0 / bays, storey = height / storeys;
        for (int floor = 0; floor < storeys; floor++)
        {
            bool shop = shops && floor == 0;
            double low = floor * storey + storey * (shop ? 0.02 : 0.5 * (1 - Tallness)), high = low + storey * (shop ? 0.72 : Tallness);
            double open = shop ? 0.86 : Opening;
            for (int at = 0; at < bays; at++)
            {
                double left = (at + 0.5 * (1 - open)) * bay, right = left + open * bay;
                bool lit = mood.IsDark && dice.Chance(shop ? 0.8 : Lit);
                Tint glass = lit ? dice.Near(new Tint(0.98, 0.80, 0.45), 0.2) : Tint.Mix(Seen(dice.Near(Pane, 0.25), left), mood.SkyLow, dice.Range(0, 0.35));
                Tint frame = Seen(Frame, left);
                double mx = 0.06 * (right - left), my = 0.07 * (high - low);
                canvas.Fill([At(left - mx, low - my), At(left - mx, high + my), At(right + mx, high + my), At(right + mx, low - my)], frame);
                canvas.Fill([At(left, low), At(left, high), At(right, high), At(right, low)], glass);
                if (!shop && open < 0.7)
                {
                    double middle = (left + right) / 2;
                    canvas.Fill([At(middle - mx * 0.5, low), At(middle - mx * 0.5, high), At(middle + mx * 0.5, high), At(middle + mx * 0.5, low)], frame);
                }
                if (shop && dice.Chance(0.35)) Awning(canvas, At, dice, mood, left, right, high);
            }
            if (Ledges || (shop && floor == 0)) canvas.Fill([At(0, (floor + 1) * storey - 0.03), At(0, (floor + 1) * storey + 0.02), At(1, (floor + 1) * storey + 0.02), At(1, (floor + 1) * storey - 0.03)], Seen(Frame, 0.5));
        }
        canvas.Fill([At(0, height), At(0, height + 0.06), At(1, height + 0.06), At(1, height)], Seen(Frame * 0.9, 0.5));
    }

    private static void Awning(Canvas canvas, Func<double, double, Dot> at, Dice dice, Mood mood, double left, double right, double high)
    {
        Tint cloth = mood.Light(dice.Pick<Tint>(new(0.7, 0.15, 0.12), new(0.12, 0.35, 0.2), new(0.85, 0.8, 0.7), new(0.15, 0.25, 0.5), new(0.85, 0.6, 0.1)), 0.6);
        canvas.Fill([at(left, high - 0.08), at(left, high + 0.03), at(right, high + 0.03), at(right, high - 0.08)], cloth);
    }
}

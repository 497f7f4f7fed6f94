namespace Scenes.Data.Samples;

/// <summary>Draws a landscape given by its height over the ground plane, column by column from the front to the back.</summary>
internal static class Terrain
{
    /// <summary>A spot of the landscape that the viewer sees.</summary>
    /// <param name="X">To the right.</param>
    /// <param name="Z">Away from the viewer.</param>
    /// <param name="Height">Height there.</param>
    /// <param name="SlopeX">Rise to the right.</param>
    /// <param name="SlopeZ">Rise away from the viewer.</param>
    public readonly record struct Spot(double X, double Z, double Height, double SlopeX, double SlopeZ)
    {
        /// <summary>How upright the ground is: 1 level, towards 0 sheer.</summary>
        public double Level => 1 / Math.Sqrt(1 + SlopeX * SlopeX + SlopeZ * SlopeZ);

        /// <summary>How squarely the sun meets the ground, 0 to 1.</summary>
        public double Facing(Mood mood) => Curves.Clamp((0.45 - mood.SunX * SlopeX + 0.35 * SlopeZ * -1) * Level + 0.1);
    }

    /// <summary>Each step goes this much farther than the one before.</summary>
    private const double Stride = 1.024;

    /// <summary>Draws between two distances.</summary>
    /// <param name="canvas">Where the sky stands already.</param>
    /// <param name="horizon">Row of the horizon.</param>
    /// <param name="eye">Height of the eye.</param>
    /// <param name="near">Distance where drawing starts; more than 0.</param>
    /// <param name="far">Distance where it ends.</param>
    /// <param name="height">Height at x, z.</param>
    /// <param name="surface">Colour of a spot, light and haze included.</param>
    public static void Draw(
        Canvas canvas, double horizon, double eye, double near, double far, Func<double, double, double> height, Func<Spot, Tint> surface)
    {
        int size = canvas.Size;
        var distances = new List<double>();
        for (double z = near; z < far; z *= Stride) distances.Add(z);
        var grid = new double[distances.Count, size];
        for (int step = 0; step < distances.Count; step++)
            for (int column = 0; column < size; column++)
                grid[step, column] = height(Side(column, size) * distances[step], distances[step]);
        var seen = new Tint[size];
        var share = new double[size];
        for (int column = 0; column < size; column++)
        {
            Array.Clear(seen);
            Array.Clear(share);
            double covered = size, lastRow = double.MaxValue;
            for (int step = 0; step < distances.Count && covered > 0; step++)
            {
                double row = Math.Max(0, size * (horizon - (grid[step, column] - eye) / distances[step]));
                for (int at = Math.Min(size, (int)Math.Ceiling(covered)) - 1; at >= 0 && at + 1 > row && row < covered; at--)
                {
                    double part = Math.Min(at + 1, covered) - Math.Max(at, row);
                    double back = lastRow > row && lastRow < 2 * size ? Curves.Clamp((at + 0.5 - row) / (lastRow - row)) : 0;
                    seen[at] += surface(Look(grid, distances, step, column, back)) * part;
                    share[at] += part;
                }
                covered = Math.Min(covered, row);
                lastRow = row;
            }
            for (int at = 0; at < size; at++)
            {
                ref Tint pixel = ref canvas.Pixels[at * size + column];
                pixel = seen[at] + pixel * (1 - share[at]);
            }
        }
    }

    private static double Side(int column, int size) => (column + 0.5) / size - 0.5;

    /// <summary>The spot at a step, or a share <paramref name="back"/> of the way to the step before.</summary>
    private static Spot Look(double[,] grid, List<double> distances, int step, int column, double back)
    {
        int size = grid.GetLength(1), before = Math.Max(0, step - 1), after = Math.Min(distances.Count - 1, step + 1);
        int left = Math.Max(0, column - 1), right = Math.Min(size - 1, column + 1);
        double z = Curves.Mix(distances[step], distances[before], back), here = Curves.Mix(grid[step, column], grid[before, column], back);
        double slopeX = (grid[step, right] - grid[step, left]) * size / ((right - left) * distances[step]);
        double slopeZ = (grid[after, column] - grid[before, column]) / (distances[after] - distances[before]);
        return new Spot(Side(column, size) * z, z, here, slopeX, slopeZ);
    }
}

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
        var seen = new Tint[size];
        var share = new double[size];
        for (int column = 0; column < size; column++)
        {
            Array.Clear(seen);
            Array.Clear(share);
            double side = (column + 0.5) / size - 0.5;
            double covered = size, lastZ = near, lastRow = double.MaxValue;
            for (double z = near; z < far && covered > 0; z *= 1.018)
            {
                double row = Math.Max(0, size * (horizon - (height(side * z, z) - eye) / z));
                for (int at = Math.Min(size, (int)Math.Ceiling(covered)) - 1; at >= 0 && at + 1 > row && row < covered; at--)
                {
                    double part = Math.Min(at + 1, covered) - Math.Max(at, row);
                    double between = lastRow > row && lastRow < 2 * size ? Curves.Clamp((lastRow - at - 0.5) / (lastRow - row)) : 1;
                    seen[at] += surface(Look(side, Curves.Mix(lastZ, z, between), height)) * part;
                    share[at] += part;
                }
                covered = Math.Min(covered, row);
                (lastZ, lastRow) = (z, row);
            }
            for (int at = 0; at < size; at++)
            {
                ref Tint pixel = ref canvas.Pixels[at * size + column];
                pixel = seen[at] + pixel * (1 - share[at]);
            }
        }
    }

    private static Spot Look(double side, double z, Func<double, double, double> height)
    {
        double x = side * z, step = 0.004 + z * 0.006;
        double here = height(x, z);
        return new Spot(x, z, here, (height(x + step, z) - here) / step, (height(x, z + step) - here) / step);
    }
}

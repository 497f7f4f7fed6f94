using Scenes.Imaging;

namespace Scenes.Reporting;

/// <summary>A map of weights drawn over a photograph: grey where nothing is, through vermillion to yellow where most is.</summary>
internal static class HeatOverlay
{
    private const double Strongest = 0.75; // the photograph stays visible under the hottest place

    private static readonly double[] Low = [213, 94, 0], High = [255, 235, 80];

    /// <summary>Draws the map over the whole photograph.</summary>
    /// <param name="photograph">The picture.</param>
    /// <param name="weights">H x W, 0 to 1, stretched over the picture by linear interpolation.</param>
    public static RgbImage Draw(RgbImage photograph, double[,] weights)
    {
        byte[] pixels = (byte[])photograph.Pixels.Clone();
        for (int y = 0; y < photograph.Height; y++)
            for (int x = 0; x < photograph.Width; x++)
            {
                double heat = At(weights, (y + 0.5) / photograph.Height, (x + 0.5) / photograph.Width);
                int at = 3 * (y * photograph.Width + x);
                double grey = 0.299 * pixels[at] + 0.587 * pixels[at + 1] + 0.114 * pixels[at + 2];
                for (int channel = 0; channel < 3; channel++)
                {
                    double colour = Low[channel] + heat * (High[channel] - Low[channel]), under = grey + heat * (pixels[at + channel] - grey);
                    pixels[at + channel] = (byte)Math.Round(under + Strongest * heat * (colour - under));
                }
            }
        return new RgbImage(photograph.Width, photograph.Height, pixels);
    }

    /// <summary>The value at a place, 0 to 1 from the top and from the left; cells count at their centres and go on to the border.</summary>
    internal static double At(double[,] weights, double down, double along)
    {
        (int top, double below) = Split(down * weights.GetLength(0) - 0.5, weights.GetLength(0));
        (int left, double right) = Split(along * weights.GetLength(1) - 0.5, weights.GetLength(1));
        int bottom = Math.Min(top + 1, weights.GetLength(0) - 1), next = Math.Min(left + 1, weights.GetLength(1) - 1);
        double upper = weights[top, left] + right * (weights[top, next] - weights[top, left]);
        double lower = weights[bottom, left] + right * (weights[bottom, next] - weights[bottom, left]);
        return upper + below * (lower - upper);
    }

    private static (int Cell, double Beyond) Split(double position, int cells)
    {
        double inside = Math.Clamp(position, 0, cells - 1);
        int cell = (int)inside;
        return (cell, inside - cell);
    }
}

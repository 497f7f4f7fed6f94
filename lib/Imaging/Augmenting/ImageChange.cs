namespace Scenes.Imaging.Augmenting;

/// <summary>What happens to one image.</summary>
/// <param name="Columns">Where each output column comes from.</param>
/// <param name="Rows">Where each output row comes from.</param>
/// <param name="Brightness">Factor; 1 for no change.</param>
/// <param name="Contrast">Factor; 1 for no change.</param>
/// <param name="Saturation">Factor; 1 for no change.</param>
internal readonly record struct ImageChange(AxisChange Columns, AxisChange Rows, float Brightness, float Contrast, float Saturation)
{
    /// <summary>Random numbers drawn for an image.</summary>
    public const int Draws = 10;

    /// <summary>Turns random numbers in [0, 1) into changes.</summary>
    public static ImageChange[] From(Augmentation options, double[] draws, int width, int height)
    {
        var changes = new ImageChange[draws.Length / Draws];
        for (int i = 0; i < changes.Length; i++) changes[i] = One(options, draws.AsSpan(i * Draws, Draws), width, height);
        return changes;
    }

    private static ImageChange One(Augmentation options, ReadOnlySpan<double> draw, int width, int height)
    {
        bool flip = draw[0] < options.FlipProbability;
        (double cropWidth, double cropHeight) = (1, 1);
        if (options.MinCropArea < 1)
        {
            double area = options.MinCropArea + draw[3] * (1 - options.MinCropArea);
            double aspect = Math.Exp((2 * draw[4] - 1) * Math.Log(options.MaxCropAspect));
            (cropWidth, cropHeight) = (Math.Min(Math.Sqrt(area * aspect), 1), Math.Min(Math.Sqrt(area / aspect), 1));
        }
        return new ImageChange(
            new AxisChange(flip, Shift(draw[1]), width * (1 - cropWidth) * draw[5], cropWidth),
            new AxisChange(false, Shift(draw[2]), height * (1 - cropHeight) * draw[6], cropHeight),
            Factor(options.Brightness, draw[7]), Factor(options.Contrast, draw[8]), Factor(options.Saturation, draw[9]));

        int Shift(double number) => (int)(number * (2 * options.MaxShift + 1)) - options.MaxShift;

        static float Factor(double range, double number) => (float)(1 + (2 * number - 1) * range);
    }
}

namespace Scenes.Data.Samples;

/// <summary>What the camera does to a finished drawing: colour cast, contrast, blur, vignette, grain. The same for every class, so that none of it tells one from another.</summary>
internal static class Photograph
{
    /// <summary>Takes the picture.</summary>
    /// <returns>Bytes, rows from the top, red first.</returns>
    public static byte[] Take(Canvas canvas, Dice dice)
    {
        int size = canvas.Size;
        Tint[] pixels = Blur(Frame(canvas, dice), size, dice.Chance(0.2) ? dice.Range(0.15, 0.3) : dice.Range(0, 0.12));
        var cast = new Tint(dice.Range(0.78, 1.22), dice.Range(0.86, 1.14), dice.Range(0.76, 1.24));
        double saturation = dice.Chance(0.2) ? 0 : dice.Range(0.25, 1.25);
        double contrast = dice.Range(0.6, 1.3), brightness = dice.Range(-0.1, 0.1), lift = dice.Chance(0.3) ? dice.Range(0, 0.2) : 0;
        double vignette = dice.Chance(0.4) ? dice.Range(0.1, 0.8) : 0;
        double grain = dice.Range(0.01, 0.055), speckle = grain * dice.Range(0, 0.6);
        double exposure = Exposure(pixels);
        var bytes = new byte[pixels.Length * 3];
        for (int i = 0; i < pixels.Length; i++)
        {
            double x = (i % size + 0.5) / size - 0.5, y = (i / size + 0.5) / size - 0.5;
            Tint tint = pixels[i] * cast * exposure;
            tint = Tint.Mix(Tint.Grey(tint.Luma), tint, saturation);
            tint = (tint + Tint.Grey(-0.5)) * contrast + Tint.Grey(0.5 + brightness);
            tint = tint * (1 - vignette * (x * x + y * y) * 1.6);
            tint = tint * (1 - lift) + Tint.Grey(lift + grain * dice.Bell());
            bytes[3 * i] = Byte(tint.R + speckle * dice.Bell());
            bytes[3 * i + 1] = Byte(tint.G + speckle * dice.Bell());
            bytes[3 * i + 2] = Byte(tint.B + speckle * dice.Bell());
        }
        return bytes;
    }

    /// <summary>Hand-held: the camera is tilted a little, stands nearer or farther, and points not quite at the middle.</summary>
    private static Tint[] Frame(Canvas canvas, Dice dice)
    {
        int size = canvas.Size;
        double turn = 0.014 * dice.Bell(), part = dice.Range(0.62, 0.94), sin = part * Curves.Sin(turn), cos = part * Curves.Cos(turn);
        double room = 0.5 * (1 - part), middleX = 0.5 + room * dice.Range(-1, 1), middleY = 0.5 + room * dice.Range(-1, 1);
        int mirror = dice.Side();
        var framed = new Tint[size * size];
        for (int i = 0; i < framed.Length; i++)
        {
            double x = mirror * ((i % size + 0.5) / size - 0.5), y = (i / size + 0.5) / size - 0.5;
            framed[i] = canvas.At(middleX + cos * x - sin * y, middleY + sin * x + cos * y);
        }
        return framed;
    }

    /// <summary>A camera opens up in the dark and closes in the glare, though not all the way.</summary>
    private static double Exposure(Tint[] pixels)
    {
        double sum = 0;
        foreach (Tint pixel in pixels) sum += pixel.Luma;
        double mean = sum / pixels.Length;
        return mean < 0.28 ? 0.28 / Math.Max(mean, 0.12) : mean > 0.62 ? 0.62 / mean : 1;
    }

    private static byte Byte(double value) => (byte)(Curves.Clamp(value) * 255 + 0.5);

    /// <summary>Weights share, 1 - 2 share, share along rows and then along columns.</summary>
    private static Tint[] Blur(Tint[] pixels, int size, double share)
    {
        Tint[] rows = Along(pixels, size, 1, share);
        return Along(rows, size, size, share);
    }

    private static Tint[] Along(Tint[] pixels, int size, int stride, double share)
    {
        var result = new Tint[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int at = stride == 1 ? i % size : i / size;
            Tint before = pixels[at == 0 ? i : i - stride], after = pixels[at == size - 1 ? i : i + stride];
            result[i] = pixels[i] * (1 - 2 * share) + (before + after) * share;
        }
        return result;
    }
}

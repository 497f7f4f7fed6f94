namespace Scenes.Data.Samples;

/// <summary>Smooth noise over the plane. Features are about one unit wide.</summary>
internal sealed class Noise(uint seed)
{
    /// <summary>Gradient noise, about -1 to 1, mean 0.</summary>
    public double At(double x, double y)
    {
        double fx = Math.Floor(x), fy = Math.Floor(y);
        int ix = (int)fx, iy = (int)fy;
        double dx = x - fx, dy = y - fy;
        double u = dx * dx * dx * (dx * (dx * 6 - 15) + 10), v = dy * dy * dy * (dy * (dy * 6 - 15) + 10);
        double top = Curves.Mix(Slope(ix, iy, dx, dy), Slope(ix + 1, iy, dx - 1, dy), u);
        double bottom = Curves.Mix(Slope(ix, iy + 1, dx, dy - 1), Slope(ix + 1, iy + 1, dx - 1, dy - 1), u);
        return 1.5 * Curves.Mix(top, bottom, v);
    }

    /// <summary>Noise with finer and weaker copies of itself added, about -1 to 1.</summary>
    public double Cloud(double x, double y, int octaves, double gain = 0.5)
    {
        double sum = 0, weight = 1, total = 0;
        for (int i = 0; i < octaves; i++)
        {
            sum += weight * At(x, y);
            total += weight;
            weight *= gain;
            (x, y) = (2.03 * x + 17.1, 2.03 * y + 5.7);
        }
        return 1.4 * sum / total;
    }

    /// <summary>Sharp ridges between round valleys, 0 (valley) to 1 (ridge).</summary>
    public double Ridge(double x, double y, int octaves)
    {
        double sum = 0, weight = 1, total = 0, carry = 1;
        for (int i = 0; i < octaves; i++)
        {
            double n = At(x, y);
            double ridge = 1 - (n < 0 ? -n : n);
            ridge *= ridge;
            sum += weight * ridge * carry;
            total += weight;
            carry = Curves.Clamp(ridge * 1.4);
            weight *= 0.5;
            (x, y) = (1.9 * x + 0.62 * y + 11.3, 1.9 * y - 0.62 * x + 7.9);
        }
        return sum / total;
    }

    /// <summary>Distances to the nearest and the second nearest of points strewn one to a unit square, and a number 0 to 1 that belongs to the nearest.</summary>
    public (double Nearest, double Second, double Id) Cells(double x, double y)
    {
        int cx = (int)Math.Floor(x), cy = (int)Math.Floor(y);
        double first = 9, second = 9;
        uint id = 0;
        for (int j = cy - 1; j <= cy + 1; j++)
        {
            for (int i = cx - 1; i <= cx + 1; i++)
            {
                uint h = Hash(i, j);
                double dx = i + (h & 0xFFFF) / 65536.0 - x, dy = j + (h >> 16) / 65536.0 - y;
                double d = dx * dx + dy * dy;
                if (d < first) (second, first, id) = (first, d, h);
                else if (d < second) second = d;
            }
        }
        return (Math.Sqrt(first), Math.Sqrt(second), (id * 2654435761u >> 8) / 16777216.0);
    }

    /// <summary>A number 0 to 1 for each square of the grid.</summary>
    public double Square(int x, int y) => (Hash(x, y) >> 8) / 16777216.0;

    private double Slope(int ix, int iy, double dx, double dy)
    {
        uint h = Hash(ix, iy);
        return ((h & 0xFFFF) / 32768.0 - 1) * dx + ((h >> 16) / 32768.0 - 1) * dy;
    }

    private uint Hash(int x, int y)
    {
        uint h = seed ^ (uint)x * 0x85EBCA6B ^ (uint)y * 0xC2B2AE35;
        h = (h ^ (h >> 15)) * 0x2C1B3C6D;
        h = (h ^ (h >> 12)) * 0x297A2D39;
        return h ^ (h >> 15);
    }
}

namespace Scenes.Data.Samples;

/// <summary>SplitMix64: the same numbers for a seed on every machine and every version of .NET.</summary>
internal sealed class Dice(long seed)
{
    private ulong state = (ulong)seed;

    /// <summary>64 random bits.</summary>
    public ulong Bits()
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to 1, without 1.</summary>
    public double Unit() => (Bits() >> 11) * (1.0 / (1UL << 53));

    /// <summary><paramref name="low"/> to <paramref name="high"/>.</summary>
    public double Range(double low, double high) => low + (high - low) * Unit();

    /// <summary>A whole number, both ends included.</summary>
    public int Whole(int low, int high) => low + (int)(Unit() * (high - low + 1));

    public bool Chance(double probability) => Unit() < probability;

    /// <summary>-1 or 1.</summary>
    public int Side() => Chance(0.5) ? 1 : -1;

    /// <summary>About normal (the sum of six uniform numbers), mean 0, deviation 1.</summary>
    public double Bell() => (Unit() + Unit() + Unit() + Unit() + Unit() + Unit() - 3) * 1.41421356;

    public T Pick<T>(params ReadOnlySpan<T> choices) => choices[Whole(0, choices.Length - 1)];

    /// <summary>A colour near another: lighter or darker as a whole, and a little in each channel.</summary>
    public Tint Near(Tint tint, double spread)
    {
        double whole = 1 + Range(-spread, spread);
        double each = spread * 0.4;
        return new Tint(
            tint.R * (whole + Range(-each, each)), tint.G * (whole + Range(-each, each)), tint.B * (whole + Range(-each, each)));
    }

    public Noise Noise() => new((uint)Bits());
}

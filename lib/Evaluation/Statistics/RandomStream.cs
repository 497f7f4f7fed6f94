using System.Numerics;
using System.Runtime.CompilerServices;
using Scenes.Runtime;

namespace Scenes.Evaluation;

/// <summary>A fast generator for resampling: xoshiro256** (Blackman and Vigna, "Scrambled Linear Pseudorandom Number Generators", arXiv 1805.01407).</summary>
internal struct RandomStream
{
    private ulong s0, s1, s2, s3;

    /// <summary>Starts a stream of its own for a purpose.</summary>
    public RandomStream(long seed, string purpose)
    {
        ulong state = (ulong)Seeds.Derive(seed, purpose);
        s0 = SplitMix(ref state);
        s1 = SplitMix(ref state);
        s2 = SplitMix(ref state);
        s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next()
    {
        ulong result = BitOperations.RotateLeft(s1 * 5, 7) * 9, t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number from 0 to <paramref name="bound"/> - 1; no value is favoured by more than bound / 2^32.</summary>
    public int Below(int bound) => (int)((Next() >> 32) * (ulong)bound >> 32);

    /// <summary>Number of heads among <paramref name="coins"/> fair coins.</summary>
    public int Heads(int coins)
    {
        int heads = 0;
        for (; coins >= 64; coins -= 64) heads += BitOperations.PopCount(Next());
        return coins == 0 ? heads : heads + BitOperations.PopCount(Next() >> (64 - coins));
    }

    /// <summary>A standard normal number.</summary>
    public double Normal()
    {
        // Box and Muller; the first uniform is never 0.
        double radius = Math.Sqrt(-2 * Math.Log(((Next() >> 11) + 1) * (1.0 / (1UL << 53))));
        return radius * Math.Cos(2 * Math.PI * (Next() >> 11) * (1.0 / (1UL << 53)));
    }

    /// <summary>Puts a list in random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> values)
    {
        for (int last = values.Length - 1; last > 0; last--)
        {
            int other = Below(last + 1);
            (values[last], values[other]) = (values[other], values[last]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        ulong z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}

using System.Buffers.Binary;

namespace Scenes.Tests.Faults;

/// <summary>Ways to spoil the bytes of a file, each decided by a seed.</summary>
internal static class Damage
{
    public static string[] Kinds { get; } = ["cut", "bits", "zeros", "noise", "lost", "doubled", "numbers", "longer", "empty", "digits"];

    /// <summary>Spoils a copy of a file.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="bytes">The whole file.</param>
    /// <param name="random">Decides where and how.</param>
    public static byte[] Apply(string kind, byte[] bytes, Random random)
    {
        byte[] copy = [.. bytes];
        int at = random.Next(bytes.Length), most = Math.Min(bytes.Length - at, 1 + random.Next(64));
        switch (kind)
        {
            case "cut":
                return copy[..at];
            case "bits":
                for (int i = 0, count = 1 + random.Next(8); i < count; i++) copy[NearStart(random, copy.Length)] ^= (byte)(1 << random.Next(8));
                return copy;
            case "zeros":
                copy.AsSpan(at, most).Clear();
                return copy;
            case "noise":
                random.NextBytes(copy.AsSpan(at, most));
                return copy;
            case "lost":
                return [.. copy[..at], .. copy[(at + most)..]];
            case "doubled":
                return [.. copy[..(at + most)], .. copy[at..]];
            case "numbers": // lengths and sizes: what a header says is larger, smaller or negative
                int place = NearStart(random, Math.Max(copy.Length - 8, 1));
                if (copy.Length < 8) return copy;
                uint[] extremes = [0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0xFFFF, 0x7530, (uint)copy.Length];
                BinaryPrimitives.WriteUInt32LittleEndian(copy.AsSpan(place), extremes[random.Next(extremes.Length)]);
                return copy;
            case "longer":
                byte[] tail = new byte[1 + random.Next(200)];
                random.NextBytes(tail);
                return [.. copy, .. tail];
            case "digits": // numbers in text: shapes, offsets, counts
                int digit = Array.FindIndex(copy, NearStart(random, copy.Length), value => value is >= (byte)'0' and <= (byte)'9');
                for (; digit >= 0 && digit < copy.Length && copy[digit] is >= (byte)'0' and <= (byte)'9'; digit++) copy[digit] = (byte)(random.Next(2) == 0 ? '9' : '0' + random.Next(10));
                return copy;
            default:
                return [];
        }
    }

    /// <summary>Half of the places lie in the first 200 bytes, where headers are.</summary>
    private static int NearStart(Random random, int length) => random.Next(2) == 0 ? random.Next(Math.Min(length, 200)) : random.Next(length);
}

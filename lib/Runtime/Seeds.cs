using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Scenes.Runtime;

/// <summary>Independent seeds from one: every random choice gets its own, named by its purpose.</summary>
public static class Seeds
{
    /// <summary>A seed that depends on the run's seed and the purpose alone, on every machine.</summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="purpose">What the numbers are for, such as <c>shuffle</c> or <c>dropout</c>.</param>
    /// <returns>0 or more.</returns>
    public static long Derive(long seed, string purpose)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{seed}/{purpose}")));
        return BinaryPrimitives.ReadInt64LittleEndian(hash) & long.MaxValue;
    }
}

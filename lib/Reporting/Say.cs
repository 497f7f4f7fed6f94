using System.Globalization;

namespace Scenes.Reporting;

/// <summary>Numbers in captions and alternative texts.</summary>
internal static class Say
{
    private const int MostListed = 12;

    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A number with its noun: <c>1 file</c>, <c>2 files</c>.</summary>
    public static string Many(long count, string noun) => count == 1 ? $"1 {noun}" : $"{Count(count)} {noun}s";

    public static string Share(double share) => share.ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>Three decimals at most; what would round to nothing is written with an exponent.</summary>
    public static string Number(double value) =>
        value.ToString(value != 0 && Math.Abs(value) < 0.001 ? "0.##e0" : "0.###", CultureInfo.InvariantCulture);

    /// <summary>The first dozen parts, and how many more there are.</summary>
    public static string List(IEnumerable<string> parts)
    {
        string[] all = [.. parts];
        string listed = string.Join(", ", all.Take(MostListed));
        return all.Length <= MostListed ? listed : $"{listed} and {Count(all.Length - MostListed)} more";
    }
}

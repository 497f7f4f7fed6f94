namespace Scenes.Backbones;

/// <summary>Keys of state dicts in an error: all of them, so that they can be copied into <c>leaveOut</c>.</summary>
internal static class KeyList
{
    private const int Apart = 4; // keys of one part that are listed one by one

    /// <summary>
    /// The keys in order. A part that has more than four and is listed as a whole is folded into <c>layer4.* (50)</c>: the pattern fits no key that is not listed.
    /// </summary>
    /// <param name="listed">The keys, each with what is to be said of it; empty for nothing.</param>
    /// <param name="all">All keys there are.</param>
    public static string Text(IReadOnlyDictionary<string, string> listed, IEnumerable<string> all) =>
        string.Join(", ", Fold([.. listed.Keys.Order(StringComparer.Ordinal)], [.. all.Union(listed.Keys)], 0, listed));

    private static IEnumerable<string> Fold(string[] keys, string[] all, int start, IReadOnlyDictionary<string, string> said)
    {
        foreach (IGrouping<string, string> part in keys.GroupBy(key => key[..(key.IndexOf('.', start) + 1)]))
        {
            string[] own = [.. part];
            if (own.Length <= Apart || part.Key.Length == 0)
            {
                foreach (string key in own) yield return said[key].Length == 0 ? key : $"{key} ({said[key]})";
                continue;
            }
            string[] there = [.. all.Where(key => key.StartsWith(part.Key, StringComparison.Ordinal))];
            if (there.Length == own.Length)
                yield return said[own[0]].Length == 0 ? $"{part.Key}* ({own.Length})" : $"{part.Key}* ({own.Length}, such as {own[0]}: {said[own[0]]})";
            else
                foreach (string text in Fold(own, there, part.Key.Length, said)) yield return text;
        }
    }
}

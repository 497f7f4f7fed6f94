namespace Scenes.Evaluation;

/// <summary>A random order in which every beginning holds the classes in nearly their shares.</summary>
internal static class StratifiedOrder
{
    /// <summary>All rows; in the first n of them each class differs from its share of n by less than one image or so.</summary>
    public static int[] Of(IReadOnlyList<int> labels, long seed)
    {
        int[] rows = [.. Enumerable.Range(0, labels.Count)];
        new RandomStream(seed, "order").Shuffle(rows);
        var seen = new Dictionary<int, int>();
        Dictionary<int, int> totals = labels.CountBy(label => label).ToDictionary();
        // The i-th image of a class of m stands at (i + 1/2) / m of the way.
        var place = new double[labels.Count];
        foreach (int row in rows)
        {
            int before = seen.GetValueOrDefault(labels[row]);
            seen[labels[row]] = before + 1;
            place[row] = (before + 0.5) / totals[labels[row]];
        }
        return [.. rows.OrderBy(row => place[row])];
    }
}

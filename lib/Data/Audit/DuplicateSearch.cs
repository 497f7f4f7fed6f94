namespace Scenes.Data;

/// <summary>Groups images that are the same or look it.</summary>
internal static class DuplicateSearch
{
    /// <summary>Groups of byte-identical files, by the name of their first.</summary>
    public static IReadOnlyList<DuplicateGroup> Identical(IEnumerable<SceneImage> images) => Ordered(
        from image in images
        group image by image.ContentHash into same
        where same.Skip(1).Any()
        select new DuplicateGroup([.. same.OrderBy(image => image.Name, StringComparer.Ordinal)], 0));

    /// <summary>Groups joined by steps of at most <paramref name="distance"/> bits, by the name of their first.</summary>
    public static IReadOnlyList<DuplicateGroup> Near(IEnumerable<ImageFacts> facts, int distance, CancellationToken cancellation = default)
    {
        var hashed = facts.Where(fact => fact.Hash is not null);
        ImageFacts[][] contents = [.. hashed.GroupBy(fact => fact.Image.ContentHash).Select(same => same.ToArray())];
        (int[] parents, int[] steps) = Join(Array.ConvertAll(contents, same => same[0].Hash!.Value), distance, cancellation);
        return Ordered(
            from i in Enumerable.Range(0, contents.Length)
            group contents[i] by Root(parents, i) into alike
            where steps[alike.Key] >= 0
            let images = alike.SelectMany(same => same).Select(fact => fact.Image)
            select new DuplicateGroup([.. images.OrderBy(image => image.Name, StringComparer.Ordinal)], steps[alike.Key]));
    }

    /// <summary>
    /// Joins every pair within the distance. All pairs are compared: that is four population counts each, about a second on one core for 17,000
    /// images (145 million pairs), less than a tenth of what decoding them takes. At a distance of a quarter of the bits, trees and bands
    /// prune next to nothing. No pair is kept, because in frames of one camera nearly all are alike.
    /// </summary>
    /// <returns>The parent of each content in its group, and for each root the largest distance in its group; -1 where it is alone.</returns>
    private static (int[] Parents, int[] Steps) Join(PerceptualHash[] hashes, int distance, CancellationToken cancellation)
    {
        int[] parents = [.. Enumerable.Range(0, hashes.Length)], steps = [.. Enumerable.Repeat(-1, hashes.Length)];
        var joining = new Lock();
        Parallel.For(0, hashes.Length, new ParallelOptions { CancellationToken = cancellation }, a =>
        {
            List<(int B, int Bits)> near = Later(hashes, a, distance);
            if (near.Count == 0) return;
            lock (joining) Link(parents, steps, a, near);
        });
        return (parents, steps);
    }

    /// <summary>Those after <paramref name="a"/> that are within the distance of it.</summary>
    private static List<(int B, int Bits)> Later(PerceptualHash[] hashes, int a, int distance)
    {
        var near = new List<(int B, int Bits)>();
        PerceptualHash hash = hashes[a];
        for (int b = a + 1; b < hashes.Length; b++)
        {
            int bits = hash.Distance(hashes[b]);
            if (bits <= distance) near.Add((b, bits));
        }
        return near;
    }

    private static void Link(int[] parents, int[] steps, int a, List<(int B, int Bits)> near)
    {
        foreach (var (b, bits) in near)
        {
            int from = Root(parents, a), to = Root(parents, b);
            parents[from] = to;
            steps[to] = Math.Max(bits, Math.Max(steps[from], steps[to]));
        }
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i) i = parents[i] = parents[parents[i]];
        return i;
    }

    private static DuplicateGroup[] Ordered(IEnumerable<DuplicateGroup> groups) =>
        [.. groups.OrderBy(group => group.Images[0].Name, StringComparer.Ordinal)];
}

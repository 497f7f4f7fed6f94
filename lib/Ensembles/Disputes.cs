using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>Images about which the members disagree.</summary>
public static class Disputes
{
    /// <summary>The images with most different answers, among equals those with the smallest majority, then the lowest mean probability of the soft vote's class.</summary>
    /// <param name="members">One or more on the same images.</param>
    /// <param name="most">How many images at most, 1 or more.</param>
    /// <returns>Indices of images with two different answers at least.</returns>
    /// <exception cref="ArgumentException">There is no member, or two speak of different images.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public static IReadOnlyList<int> Of(IReadOnlyList<Predictions> members, int most = 8)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        Predictions soft = Vote.Soft(members);
        return [.. Enumerable.Range(0, soft.Count)
            .Select(image => (Image: image, Votes: members.GroupBy(member => member.Predicted[image]).Select(group => group.Count()).ToArray()))
            .Where(row => row.Votes.Length > 1)
            .OrderByDescending(row => row.Votes.Length).ThenBy(row => row.Votes.Max()).ThenBy(row => soft.Confidence(row.Image))
            .Select(row => row.Image).Take(most)];
    }
}

using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>What one more member buys: ensembles of a given size, over all choices of members.</summary>
/// <param name="Size">Number of members.</param>
/// <param name="Ensembles">Number of ensembles of this size.</param>
/// <param name="MeanAccuracy">Mean accuracy over them.</param>
/// <param name="LowestAccuracy">Accuracy of the worst.</param>
/// <param name="HighestAccuracy">Accuracy of the best; chosen by looking, so not what a choice on validation would reach.</param>
public sealed record EnsembleSize(int Size, int Ensembles, double MeanAccuracy, double LowestAccuracy, double HighestAccuracy)
{
    /// <summary>More members than this have too many subsets to try all.</summary>
    public const int MostMembers = 12;

    /// <summary>Combines every subset of the members.</summary>
    /// <param name="members">1 to <see cref="MostMembers"/> members on the same images.</param>
    /// <param name="combine">The rule, such as <c>subset => Vote.Soft(subset)</c>.</param>
    /// <returns>One row per size, from 1 to the number of members.</returns>
    /// <exception cref="ArgumentException">There are too many members or none, or two speak of different images, orders, classes or splits.</exception>
    public static IReadOnlyList<EnsembleSize> Of(IReadOnlyList<Predictions> members, Func<IReadOnlyList<Predictions>, Predictions> combine)
    {
        Predictions[][] subsets = Members.Subsets(members);
        ArgumentNullException.ThrowIfNull(combine);
        var accuracies = new double[subsets.Length];
        Parallel.For(0, subsets.Length, i => accuracies[i] = combine(subsets[i]).Accuracy);
        return [.. subsets.Zip(accuracies).GroupBy(one => one.First.Length, one => one.Second)
            .OrderBy(group => group.Key).Select(group => new EnsembleSize(group.Key, group.Count(), group.Average(), group.Min(), group.Max()))];
    }
}

using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>A way to vote on the images that finished models are judged on, beside the member that was best on validation.</summary>
/// <param name="Vote">The combination.</param>
/// <param name="Said">What it says of these images.</param>
/// <param name="AgainstBest">The best member compared with the vote, adjusted over all votes; null for a member alone, and where none stands among the combinations.</param>
/// <param name="Disagreement">Mean disagreement of its members; null for one member.</param>
/// <param name="Q">Mean Q of its members; null where no pair has one.</param>
public sealed record JudgedVote(Combination Vote, Predictions Said, PairComparison? AgainstBest, double? Disagreement, double? Q)
{
    /// <summary>Predicts with every combination and compares the votes with the member alone among them, the best on validation where there are several.</summary>
    /// <param name="combinations">Combinations of members; see <see cref="CombinationRule.Single"/> for the member to compare with.</param>
    /// <param name="candidates">The members' predictions on the images, in any order.</param>
    /// <returns>One for each combination, in the same order.</returns>
    /// <exception cref="ArgumentException">A member is missing, there is no image, or two members speak of different images.</exception>
    public static IReadOnlyList<JudgedVote> Of(IReadOnlyList<Combination> combinations, IReadOnlyList<Predictions> candidates)
    {
        ArgumentNullException.ThrowIfNull(combinations);
        ArgumentNullException.ThrowIfNull(candidates);
        Predictions[] said = [.. combinations.Select(one => one.Combine(candidates))];
        int[] votes = [.. Enumerable.Range(0, said.Length).Where(i => combinations[i].Rule != CombinationRule.Single)];
        int best = Enumerable.Range(0, said.Length).Except(votes).OrderByDescending(i => combinations[i].Validation.Correct).FirstOrDefault(-1);
        IReadOnlyList<PairComparison> pairs = best < 0 ? [] : PairComparison.Of([.. votes.Select(i => (said[best], said[i]))]);
        Dictionary<int, PairComparison> compared = votes.Zip(pairs).ToDictionary(row => row.First, row => row.Second);
        return [.. combinations.Select((one, i) =>
        {
            var diversity = DiversityReport.Of([.. one.MemberNames.Select(name => candidates.First(candidate => candidate.Model == name))]);
            return new JudgedVote(one, said[i], compared.GetValueOrDefault(i), diversity.MeanDisagreement, diversity.MeanQ);
        })];
    }
}

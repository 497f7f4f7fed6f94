using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>An election in which the majority is wrong more often than the best voter.</summary>
/// <param name="Members">The voters, best first.</param>
/// <param name="Ensemble">Their vote.</param>
/// <param name="Effect">What the vote does to the best member's answers.</param>
/// <param name="Spoiled">Images that the best member gets right and the vote wrong, the surest wrong votes first.</param>
/// <param name="Elections">Number of elections that this is the worst of.</param>
public sealed record FailedVote(IReadOnlyList<Predictions> Members, Predictions Ensemble, VoteEffect Effect, IReadOnlyList<int> Spoiled, int Elections)
{
    /// <summary>The failure in two plain sentences; its p counts all elections that were looked through and, in each, all members that could have been the best.</summary>
    public string Sentence => $"{string.Join(", ", Members.Select(member => $"{member.Model} ({StatisticalResult.Share(member.Accuracy)})"))} vote and reach "
        + $"{StatisticalResult.Share(Ensemble.Accuracy)}{(Elections > 1 ? $", the worst of {Elections} elections" : "")}. {Effect.Sentence}";

    /// <summary>The exact McNemar test of the vote against its best member; its p is multiplied by the number of comparisons that were looked through.</summary>
    public StatisticalResult Result => Effect.Test with
    {
        Name = $"{Effect.Test.Name}, p times {Effect.Looks}, interval not",
        P = Effect.AdjustedP,
        Sentence = Sentence,
    };

    /// <summary>Looks through every choice of a given number of members for the vote that loses most against its best member.</summary>
    /// <param name="members">Up to <see cref="EnsembleSize.MostMembers"/> members on the same images.</param>
    /// <param name="combine">The rule, such as <c>subset => Vote.Hard(subset)</c>.</param>
    /// <param name="size">Number of voters, 2 to the number of members.</param>
    /// <returns>The worst election; null where no vote is right less often than its best member.</returns>
    /// <exception cref="ArgumentException">There are too many members or none, or two speak of different images.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number of voters is out of range.</exception>
    public static FailedVote? Worst(IReadOnlyList<Predictions> members, Func<IReadOnlyList<Predictions>, Predictions> combine, int size = 3)
    {
        Predictions[][] all = Ensembles.Members.Subsets(members);
        ArgumentNullException.ThrowIfNull(combine);
        if (size < 2 || size > members.Count) throw new ArgumentOutOfRangeException(nameof(size), size, $"Allowed: 2 to {members.Count}, the number of members.");
        Predictions[][] elections = [.. all.Where(subset => subset.Length == size)];
        Predictions[]? worst = null;
        int largestLoss = 0;
        foreach (Predictions[] subset in elections)
        {
            Predictions[] voters = [.. subset.OrderByDescending(member => member.Correct)];
            int loss = voters[0].Correct - combine(voters).Correct;
            if (loss > largestLoss) (worst, largestLoss) = (voters, loss);
        }
        return worst is null ? null : Of(worst, combine(worst), elections.Length);
    }

    private static FailedVote Of(Predictions[] voters, Predictions vote, int elections)
    {
        Predictions best = voters[0];
        int[] spoiled = [.. Enumerable.Range(0, vote.Count).Where(image => best.Predicted[image] == best.Labels[image] && vote.Predicted[image] != vote.Labels[image])
            .OrderByDescending(image => voters.Count(voter => voter.Predicted[image] == vote.Predicted[image]))
            .ThenByDescending(image => voters.Average(voter => voter.Probabilities[image, vote.Predicted[image]]))];
        return new FailedVote(voters, vote, VoteEffect.Of(vote, best, elections * voters.Length), spoiled, elections);
    }
}

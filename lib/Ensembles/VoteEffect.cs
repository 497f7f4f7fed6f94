using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>What an ensemble does to one member's answers.</summary>
/// <param name="Member">Name of the member.</param>
/// <param name="Repairs">Images the member gets wrong and the ensemble right.</param>
/// <param name="Spoils">Images the member gets right and the ensemble wrong.</param>
/// <param name="BothRight">Images both get right.</param>
/// <param name="BothWrong">Images both get wrong.</param>
/// <param name="Test">The exact McNemar test of the ensemble against the member.</param>
/// <param name="Sentence">The effect in one plain sentence.</param>
public sealed record VoteEffect(string Member, int Repairs, int Spoils, int BothRight, int BothWrong, StatisticalResult Test, string Sentence)
{
    /// <summary>Number of comparisons that this one was picked from.</summary>
    public int Looks { get; private init; } = 1;

    /// <summary>The p of the test times <see cref="Looks"/>, 1 at most, as Bonferroni has it.</summary>
    public double AdjustedP => Adjust(Test, Looks);

    /// <summary>Repairs minus spoils.</summary>
    public int Net => Repairs - Spoils;

    /// <summary>Compares an ensemble with each of its members.</summary>
    /// <param name="ensemble">The ensemble's predictions.</param>
    /// <param name="members">The members' predictions on the same images.</param>
    /// <returns>One row per member, in the same order.</returns>
    /// <exception cref="ArgumentException">There is no image, or two speak of different images, orders, classes or splits.</exception>
    public static IReadOnlyList<VoteEffect> Of(Predictions ensemble, IReadOnlyList<Predictions> members)
    {
        ArgumentNullException.ThrowIfNull(ensemble);
        ArgumentNullException.ThrowIfNull(members);
        return [.. members.Select(member => Of(ensemble, member))];
    }

    /// <summary>Compares an ensemble with one member.</summary>
    /// <param name="ensemble">The ensemble's predictions.</param>
    /// <param name="member">The member's predictions.</param>
    /// <param name="looks">Number of comparisons that this one was picked from; the p of the sentence is multiplied by it, as Bonferroni has it.</param>
    internal static VoteEffect Of(Predictions ensemble, Predictions member, int looks = 1)
    {
        PairedOutcomes outcomes = PairedOutcomes.Of(member, ensemble);
        StatisticalResult test = McNemar.Exact(outcomes, member.Model, ensemble.Model);
        string p = StatisticalResult.PValue(Adjust(test, looks));
        string sentence = $"{ensemble.Model} repairs {outcomes.OnlySecond} of {member.Model}'s {outcomes.OnlySecond + outcomes.BothWrong} mistakes and spoils "
            + $"{outcomes.OnlyFirst} of its {outcomes.OnlyFirst + outcomes.BothRight} right answers ({p}{(looks > 1 ? $" after Bonferroni's correction for {looks} comparisons" : "")}).";
        return new VoteEffect(member.Model, outcomes.OnlySecond, outcomes.OnlyFirst, outcomes.BothRight, outcomes.BothWrong, test, sentence) { Looks = looks };
    }

    private static double Adjust(StatisticalResult test, int looks) => Math.Min(1, looks * test.P!.Value);
}

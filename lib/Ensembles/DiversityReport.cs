using System.Globalization;
using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>Whether members have something to tell each other.</summary>
/// <param name="Pairs">Every pair, in the order (0, 1), (0, 2), … (1, 2), …; none for one member.</param>
/// <param name="OracleAccuracy">Share of images that at least one member gets right, with its Wilson interval: no vote among their first choices does better.</param>
/// <param name="AllRight">Number of images all members get right.</param>
/// <param name="AllWrong">Number of images no member gets right.</param>
public sealed record DiversityReport(IReadOnlyList<PairDiversity> Pairs, StatisticalResult OracleAccuracy, int AllRight, int AllWrong)
{
    /// <summary>Mean disagreement over all pairs; null for one member.</summary>
    public double? MeanDisagreement => Mean(pair => pair.Disagreement);

    /// <summary>Mean Q over the pairs that have one; null where none has.</summary>
    public double? MeanQ => Mean(pair => pair.Q);

    /// <summary>The report in one plain sentence.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"At least one member is right on {StatisticalResult.Share(OracleAccuracy.Estimate)} of {OracleAccuracy.N} images and all are wrong on {AllWrong}; exactly one of two members is right on ")
        + (MeanDisagreement is double share ? $"{StatisticalResult.Share(share)} on average." : "nothing, there is only one.");

    /// <summary>Measures members on the same images.</summary>
    /// <param name="members">One or more.</param>
    /// <exception cref="ArgumentException">There is no member or image, or two speak of different images, orders, classes or splits.</exception>
    public static DiversityReport Of(IReadOnlyList<Predictions> members)
    {
        Predictions first = Members.Check(members);
        if (first.Count == 0) throw new ArgumentException($"{first.Model} has no image; diversity needs at least one.", nameof(members));
        int allRight = 0, allWrong = 0;
        for (int image = 0; image < first.Count; image++)
        {
            int right = members.Count(member => member.Predicted[image] == first.Labels[image]);
            if (right == members.Count) allRight++;
            if (right == 0) allWrong++;
        }
        return new DiversityReport([.. Evaluation.Pairs.Of(members.Count).Select(pair => Compare(members[pair.First], members[pair.Second]))],
            Proportions.Wilson(first.Count - allWrong, first.Count, quantity: "oracle accuracy"), allRight, allWrong);
    }

    private static PairDiversity Compare(Predictions first, Predictions second)
    {
        PairedOutcomes outcomes = PairedOutcomes.Of(first, second);
        double n = outcomes.Count, both = outcomes.BothRight, neither = outcomes.BothWrong, one = outcomes.OnlyFirst, two = outcomes.OnlySecond;
        double same = both * neither, cross = one * two;
        double spread = (both + one) * (two + neither) * (both + two) * (one + neither);
        int sameWrong = Enumerable.Range(0, first.Count).Count(image => first.Predicted[image] != first.Labels[image] && first.Predicted[image] == second.Predicted[image]);
        return new PairDiversity(first.Model, second.Model, (one + two) / n, Ratio(same - cross, same + cross), neither / n,
            spread == 0 ? null : (same - cross) / Math.Sqrt(spread), Ratio(neither, neither + one + two), Ratio(sameWrong, neither));
    }

    private static double? Ratio(double part, double whole) => whole == 0 ? null : part / whole;

    private double? Mean(Func<PairDiversity, double?> measure) => Pairs.Average(measure);
}

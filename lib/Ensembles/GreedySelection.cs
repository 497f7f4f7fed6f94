using System.Globalization;
using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>
/// Ensemble selection with replacement (Caruana et al., "Ensemble Selection from Libraries of Models", 2004): starting from nobody, the member
/// that helps the soft vote most is added again and again; the smallest of the best ensembles met on the way is kept. A member may be added
/// more than once and then counts so often. Ties prefer members already in, then the first in the list.
/// </summary>
public sealed class GreedySelection
{
    private GreedySelection(string[] members, int[] counts, SelectionStep[] steps, int kept) =>
        (MemberNames, Counts, Steps, Kept) = (members, counts, steps, kept);

    /// <summary>Names of all candidates, in the order in which <see cref="Combine"/> takes them.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <summary>How often each candidate is in the kept ensemble; 0 for those left out.</summary>
    public IReadOnlyList<int> Counts { get; }

    /// <summary>All rounds in order, also those after the kept ensemble.</summary>
    public IReadOnlyList<SelectionStep> Steps { get; }

    /// <summary>Number of rounds kept.</summary>
    public int Kept { get; }

    /// <summary>The selection in one plain sentence.</summary>
    public string Sentence => string.Create(CultureInfo.InvariantCulture, $"Greedy selection kept {Kept} of {Steps.Count} rounds, validation score {Steps[Kept - 1].Score:0.0000}: ")
        + string.Join(", ", MemberNames.Zip(Counts).Where(pair => pair.Second > 0).Select(pair => $"{pair.First} x {pair.Second}")) + ".";

    /// <summary>Selects on validation.</summary>
    /// <param name="members">What each candidate said of images it was not trained on and that are not the test images.</param>
    /// <param name="rounds">Number of additions tried, 1 or more.</param>
    /// <param name="criterion">What is maximised.</param>
    /// <exception cref="ArgumentException">There is no member or image, or two members speak of different images, orders, classes or splits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static GreedySelection Fit(
        IReadOnlyList<ValidationPredictions> members, int rounds = 50, SelectionCriterion criterion = SelectionCriterion.Accuracy)
    {
        Predictions[] candidates = Members.Check(members);
        if (rounds < 1) throw new ArgumentOutOfRangeException(nameof(rounds), rounds, "Allowed: 1 or more.");
        Func<double[,], Predictions, int, double> score = criterion switch
        {
            SelectionCriterion.Accuracy => Accuracy,
            SelectionCriterion.LogLikelihood => MeanLogLikelihood,
            _ => throw new ArgumentOutOfRangeException(nameof(criterion), criterion, $"Allowed: {string.Join(", ", Enum.GetNames<SelectionCriterion>())}."),
        };
        var sum = new double[candidates[0].Count, candidates[0].ClassCount];
        int[] counts = new int[candidates.Length], chosen = new int[rounds];
        var steps = new SelectionStep[rounds];
        int kept = 1;
        for (int round = 0; round < rounds; round++)
        {
            double[] scores = [.. candidates.Select(candidate => score(sum, candidate, round + 1))];
            double best = scores.Max();
            int member = Enumerable.Range(0, scores.Length).Where(m => scores[m] == best).OrderBy(m => counts[m] > 0 ? 0 : 1).First();
            Add(sum, candidates[member].Probabilities);
            counts[member]++;
            chosen[round] = member;
            steps[round] = new SelectionStep(candidates[member].Model, best);
            if (best > steps[kept - 1].Score + BcaInterval.Rounding) kept = round + 1;
        }
        int[] keptCounts = new int[candidates.Length];
        foreach (int member in chosen.AsSpan(0, kept)) keptCounts[member]++;
        return new GreedySelection([.. candidates.Select(candidate => candidate.Model)], keptCounts, steps, kept);
    }

    /// <summary>The soft vote of the kept ensemble.</summary>
    /// <param name="members">Predictions of all candidates in the same order, on any split.</param>
    /// <param name="name">Name of the ensemble; null for one made of the chosen members' names.</param>
    /// <exception cref="ArgumentException">Other members, or members that speak of different images, orders, classes or splits.</exception>
    public Predictions Combine(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.CheckFitted(MemberNames, members);
        Predictions[] chosen = [.. members.Where((_, m) => Counts[m] > 0)];
        // Added up first and divided at the end, nearly as while selecting: sums in another order may differ in the last bit.
        double[,] mean = WeightedVote.Mix(members, [.. Counts.Select(count => (double)count)]);
        for (int image = 0; image < first.Count; image++)
            for (int k = 0; k < first.ClassCount; k++) mean[image, k] /= Kept;
        return Members.Make(first, Members.Name(name, "greedy selection", chosen), mean);
    }

    private static void Add(double[,] sum, double[,] probabilities)
    {
        for (int image = 0; image < sum.GetLength(0); image++)
            for (int k = 0; k < sum.GetLength(1); k++) sum[image, k] += probabilities[image, k];
    }

    private static double Accuracy(double[,] sum, Predictions candidate, int size)
    {
        int correct = 0, classes = candidate.ClassCount;
        for (int image = 0; image < candidate.Count; image++)
        {
            int best = 0;
            for (int k = 1; k < classes; k++)
                if (sum[image, k] + candidate.Probabilities[image, k] > sum[image, best] + candidate.Probabilities[image, best]) best = k;
            if (best == candidate.Labels[image]) correct++;
        }
        return (double)correct / candidate.Count;
    }

    private static double MeanLogLikelihood(double[,] sum, Predictions candidate, int size)
    {
        double total = 0;
        for (int image = 0; image < candidate.Count; image++)
        {
            int label = candidate.Labels[image];
            total += Math.Log(Math.Max((sum[image, label] + candidate.Probabilities[image, label]) / size, LogLikelihood.LeastProbability));
        }
        return total / candidate.Count;
    }
}

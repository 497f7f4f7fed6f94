using System.Globalization;
using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>A soft vote in which members count differently.</summary>
public sealed class WeightedVote
{
    private WeightedVote(string[] members, double[] weights) => (MemberNames, Weights) = (members, weights);

    /// <summary>Names of the members, in the order in which <see cref="Combine"/> takes them.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <summary>One weight per member, 0 or more, summing to 1.</summary>
    public IReadOnlyList<double> Weights { get; }

    /// <summary>The weights in one plain sentence.</summary>
    public string Sentence => "Weights of the soft vote: " + string.Join(", ", MemberNames.Zip(Weights, (name, weight) => string.Create(CultureInfo.InvariantCulture, $"{name} {weight:0.000}"))) + ".";

    /// <summary>
    /// Finds the weights with the highest likelihood of the validation labels. The likelihood of a mixture is concave in its weights;
    /// expectation maximisation climbs to its only top.
    /// </summary>
    /// <param name="members">What each member said of images it was not trained on and that are not the test images.</param>
    /// <exception cref="ArgumentException">There is no member or image, or two members speak of different images, orders, classes or splits.</exception>
    public static WeightedVote Fit(IReadOnlyList<ValidationPredictions> members)
    {
        const int MostSteps = 20_000;
        const double Converged = 1e-9; // largest change of a weight in one step
        Predictions[] predictions = Members.Check(members);
        double[][] truth = [.. predictions.Select(TruthProbabilities)];
        double[] weights = [.. truth.Select(_ => 1.0 / truth.Length)];
        double change = double.PositiveInfinity;
        for (int step = 0; step < MostSteps && change > Converged; step++) change = Maximise(truth, weights);
        return new WeightedVote([.. predictions.Select(member => member.Model)], weights);
    }

    /// <summary>Takes weights that were fixed beforehand. Weights tried out on test images make the result worthless; use <see cref="Fit"/>.</summary>
    /// <param name="members">Names of the members.</param>
    /// <param name="weights">One weight per member, 0 or more, not all 0; scaled to sum to 1.</param>
    /// <exception cref="ArgumentException">The numbers of names and weights differ, or a weight is out of range.</exception>
    public static WeightedVote Of(IReadOnlyList<string> members, IReadOnlyList<double> weights)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(weights);
        double sum = weights.Sum();
        if (members.Count != weights.Count || !weights.All(weight => weight >= 0) || !(sum > 0 && double.IsFinite(sum)))
            throw new ArgumentException($"Weights {string.Join(", ", weights)} for {members.Count} members; expected one per member, 0 or more, not all 0.", nameof(weights));
        return new WeightedVote([.. members], [.. weights.Select(weight => weight / sum)]);
    }

    /// <summary>The weighted mean of the members' probabilities.</summary>
    /// <param name="members">Predictions of the named members in the same order, on any split.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">Other members, or members that speak of different images, orders, classes or splits.</exception>
    public Predictions Combine(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.CheckFitted(MemberNames, members);
        return Members.Make(first, Members.Name(name, "weighted vote", members), Mix(members, Weights));
    }

    internal static double[,] Mix(IReadOnlyList<Predictions> members, IReadOnlyList<double> weights)
    {
        var mixed = new double[members[0].Count, members[0].ClassCount];
        for (int m = 0; m < members.Count; m++)
        {
            if (weights[m] == 0) continue;
            for (int image = 0; image < mixed.GetLength(0); image++)
                for (int k = 0; k < mixed.GetLength(1); k++) mixed[image, k] += weights[m] * members[m].Probabilities[image, k];
        }
        return mixed;
    }

    private static double[] TruthProbabilities(Predictions member) =>
        [.. member.Labels.Select((label, image) => Math.Max(member.Probabilities[image, label], LogLikelihood.LeastProbability))];

    /// <summary>One step: a member's new weight is its mean share of the mixture's probability of the truth.</summary>
    private static double Maximise(double[][] truth, double[] weights)
    {
        int images = truth[0].Length;
        double[] shares = new double[weights.Length];
        for (int image = 0; image < images; image++)
        {
            double mixture = 0;
            for (int m = 0; m < weights.Length; m++) mixture += weights[m] * truth[m][image];
            for (int m = 0; m < weights.Length; m++) shares[m] += weights[m] * truth[m][image] / mixture;
        }
        double change = 0;
        for (int m = 0; m < weights.Length; m++)
        {
            change = Math.Max(change, Math.Abs(shares[m] / images - weights[m]));
            weights[m] = shares[m] / images;
        }
        return change;
    }
}

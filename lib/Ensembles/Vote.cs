using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>Votes that need no fitting. One member, two or dozens; all on the same images, else the call is refused with both members named.</summary>
public static class Vote
{
    /// <summary>A probability below this counts as this where logarithms are taken, so that no single member can rule out a class. Larger than that of a log-likelihood: here one member would outweigh the others.</summary>
    private const double LeastVoteProbability = 1e-12;

    /// <summary>Each member has one vote for its prediction; the class with the most votes wins.</summary>
    /// <remarks>
    /// The probabilities of the result are the shares of the votes. Where all members abstain nobody has a vote, all classes are tied, and the
    /// shares are 1 / K.
    /// </remarks>
    /// <param name="members">Predictions on the same images.</param>
    /// <param name="ties">Who wins when classes have the same number of votes.</param>
    /// <param name="abstainBelow">A member whose highest probability is below this has no vote on that image, 0 to 1; 0: nobody abstains.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">There is no member, or two speak of different images, orders, classes or splits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range.</exception>
    public static Predictions Hard(
        IReadOnlyList<Predictions> members, TieRule ties = TieRule.HighestMeanProbability, double abstainBelow = 0, string? name = null)
    {
        Predictions first = Members.Check(members);
        if (!(abstainBelow >= 0 && abstainBelow <= 1)) throw new ArgumentOutOfRangeException(nameof(abstainBelow), abstainBelow, "Allowed: 0 to 1.");
        double[,] breaker = ties switch
        {
            TieRule.HighestMeanProbability => Members.Mean(members, p => p),
            TieRule.LowestClassIndex => new double[first.Count, first.ClassCount],
            _ => throw new ArgumentOutOfRangeException(nameof(ties), ties, $"Allowed: {string.Join(", ", Enum.GetNames<TieRule>())}."),
        };
        var shares = new double[first.Count, first.ClassCount];
        int[] winners = new int[first.Count], votes = new int[first.ClassCount];
        for (int image = 0; image < first.Count; image++)
        {
            Array.Clear(votes);
            foreach (Predictions member in members)
                if (member.Confidence(image) >= abstainBelow) votes[member.Predicted[image]]++;
            int cast = votes.Sum(), most = votes.Max();
            winners[image] = Members.Highest(breaker, image, k => votes[k] == most);
            for (int k = 0; k < votes.Length; k++) shares[image, k] = cast == 0 ? 1.0 / votes.Length : (double)votes[k] / cast;
        }
        return Members.Make(first, Members.Name(name, "hard vote", members), shares, winners);
    }

    /// <summary>The mean of the members' probabilities.</summary>
    /// <param name="members">Predictions on the same images.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">There is no member, or two speak of different images, orders, classes or splits.</exception>
    public static Predictions Soft(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.Check(members);
        return Members.Make(first, Members.Name(name, "soft vote", members), Members.Mean(members, p => p));
    }

    /// <summary>
    /// Softmax of the mean of the members' logits: the geometric mean of their probabilities. ln p stands for the logit, from which it differs by a
    /// constant per row that softmax cancels; probabilities below 1e-12 count as 1e-12.
    /// </summary>
    /// <param name="members">Predictions on the same images.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">There is no member, or two speak of different images, orders, classes or splits.</exception>
    public static Predictions MeanOfLogits(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.Check(members);
        double[,] logits = Members.Mean(members, p => Math.Log(Math.Max(p, LeastVoteProbability)));
        Softmax.Apply(logits);
        return Members.Make(first, Members.Name(name, "mean of logits", members), logits);
    }

    /// <summary>
    /// Borda's count: each member gives K - 1 points to its first class, K - 2 to its second and so on; classes it finds equally probable
    /// share their points. Ties of points go to the highest mean probability, then to the lowest class index. The probabilities of the result are
    /// the shares of the points.
    /// </summary>
    /// <param name="members">Predictions on the same images.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">There is no member, or two speak of different images, orders, classes or splits.</exception>
    public static Predictions Borda(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.Check(members);
        int classes = first.ClassCount;
        double[,] mean = Members.Mean(members, p => p), shares = new double[first.Count, classes];
        double total = members.Count * classes * (classes - 1) / 2.0;
        int[] winners = new int[first.Count];
        double[] points = new double[classes];
        for (int image = 0; image < first.Count; image++)
        {
            for (int k = 0; k < classes; k++) points[k] = members.Sum(member => Points(member.Probabilities, image, k));
            double most = points.Max();
            winners[image] = Members.Highest(mean, image, k => points[k] == most); // points are multiples of one half, so equality is exact
            for (int k = 0; k < classes; k++) shares[image, k] = points[k] / total;
        }
        return Members.Make(first, Members.Name(name, "Borda count", members), shares, winners);
    }

    /// <summary>Test-time augmentation: one model's predictions on several views of the same images, such as mirrored ones, as a soft vote.</summary>
    /// <param name="views">What the model said of each view, the same images in the same order.</param>
    /// <param name="model">Name of the model with its views.</param>
    /// <exception cref="ArgumentException">There is no view, or two speak of different images, orders, classes or splits.</exception>
    public static Predictions Views(IReadOnlyList<Predictions> views, string model)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        return Soft(views, model);
    }

    private static double Points(double[,] probabilities, int image, int k)
    {
        double points = 0;
        for (int other = 0; other < probabilities.GetLength(1); other++)
        {
            if (other == k) continue;
            if (probabilities[image, k] > probabilities[image, other]) points += 1;
            else if (probabilities[image, k] == probabilities[image, other]) points += 0.5;
        }
        return points;
    }
}

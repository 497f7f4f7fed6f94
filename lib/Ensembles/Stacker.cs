using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>
/// Stacking (Wolpert, "Stacked Generalization", 1992): a multinomial logistic regression learns from the members' probabilities whom to believe in
/// which class.
/// </summary>
public sealed class Stacker
{
    private readonly double[,] weights;
    private readonly IReadOnlyList<string> classNames;

    private Stacker(string[] members, IReadOnlyList<string> classNames, double[,] weights) => (MemberNames, this.classNames, this.weights) = (members, classNames, weights);

    /// <summary>Names of the members, in the order in which <see cref="Combine"/> takes them.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <summary>K x (M K + 1) weights: a row per class, a column per member and class (members outermost), the intercept last.</summary>
    public double[,] Weights => (double[,])weights.Clone();

    /// <summary>Fits the regression on probabilities of images the members were not trained on.</summary>
    /// <param name="members">Out-of-fold or validation predictions of each member.</param>
    /// <param name="inverseRegularisation">
    /// C of scikit-learn's LogisticRegression, above 0: smaller means simpler. There two classes share one row of weights, which L2 holds back twice as much; C = 1 here is
    /// C = 2 there then.
    /// </param>
    /// <exception cref="ArgumentException">There is no member or image, or two members speak of different images, orders, classes or splits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The regularisation is not above 0.</exception>
    public static Stacker Fit(IReadOnlyList<ValidationPredictions> members, double inverseRegularisation = 1)
    {
        Predictions[] predictions = Members.Check(members);
        if (!(inverseRegularisation > 0 && double.IsFinite(inverseRegularisation)))
            throw new ArgumentOutOfRangeException(nameof(inverseRegularisation), inverseRegularisation, "Allowed: above 0; 1 is usual.");
        double[,] fitted = MultinomialRegression.Fit(Inputs(predictions), predictions[0].Labels, predictions[0].ClassCount, inverseRegularisation);
        return new Stacker([.. predictions.Select(member => member.Model)], predictions[0].ClassNames, fitted);
    }

    /// <summary>Predicts from the members' probabilities.</summary>
    /// <param name="members">Predictions of the members it was fitted on, in the same order, on any split.</param>
    /// <param name="name">Name of the ensemble; null for one made of the members' names.</param>
    /// <exception cref="ArgumentException">Other members or classes, or members that speak of different images, orders, classes or splits.</exception>
    public Predictions Combine(IReadOnlyList<Predictions> members, string? name = null)
    {
        Predictions first = Members.CheckFitted(MemberNames, members);
        int classes = weights.GetLength(0), features = weights.GetLength(1) - 1;
        if (!first.ClassNames.SequenceEqual(classNames, StringComparer.Ordinal))
        {
            throw new ArgumentException($"Stacking of {string.Join(", ", MemberNames)} was fitted on the classes {string.Join(", ", classNames)}; given {string.Join(", ", first.ClassNames)}. "
                + "Give predictions of the same classes in the same order.", nameof(members));
        }
        double[,] inputs = Inputs(members), probabilities = new double[first.Count, classes];
        for (int image = 0; image < first.Count; image++)
        {
            for (int k = 0; k < classes; k++)
            {
                double logit = weights[k, features];
                for (int feature = 0; feature < features; feature++) logit += weights[k, feature] * inputs[image, feature];
                probabilities[image, k] = logit;
            }
        }
        Softmax.Apply(probabilities);
        return Members.Make(first, Members.Name(name, "stacking", members), probabilities);
    }

    /// <summary>N x (M K): the members' probabilities side by side.</summary>
    private static double[,] Inputs(IReadOnlyList<Predictions> members)
    {
        int images = members[0].Count, classes = members[0].ClassCount;
        var inputs = new double[images, members.Count * classes];
        for (int image = 0; image < images; image++)
            for (int m = 0; m < members.Count; m++)
                for (int k = 0; k < classes; k++) inputs[image, m * classes + k] = members[m].Probabilities[image, k];
        return inputs;
    }
}

using Scenes.Evaluation;

namespace Scenes.Ensembles;

/// <summary>A rule with its members, ready to predict any split, and what it reached on validation.</summary>
public sealed class Combination
{
    /// <summary>Parts that validation images are dealt into where a rule is fitted on them; where there are fewer images, each is a part of its own.</summary>
    public const int Folds = 5;

    private const double LeastWeight = 0.0005; // is shown as 0.001

    private readonly Func<IReadOnlyList<Predictions>, Predictions> combine, combineFitted;

    private Combination(
        string name, CombinationRule rule, Predictions[] members, string note, int heard,
        Func<IReadOnlyList<Predictions>, Predictions> combine, Func<IReadOnlyList<Predictions>, Predictions> combineFitted)
    {
        (Name, Rule, Note, Heard, this.combine, this.combineFitted) = (name, rule, note, heard, combine, combineFitted);
        MemberNames = [.. members.Select(member => member.Model)];
        Validation = combineFitted(members);
    }

    /// <summary>Name for tables and figures.</summary>
    public string Name { get; }

    /// <summary>How the members are put together.</summary>
    public CombinationRule Rule { get; }

    /// <summary>Names of the members.</summary>
    public IReadOnlyList<string> MemberNames { get; }

    /// <summary>What was fitted, in one plain sentence; empty where nothing was.</summary>
    public string Note { get; }

    /// <summary>Number of members that count; a fitted rule may leave some out, a weight below 0.0005 counts as none.</summary>
    public int Heard { get; }

    /// <summary>
    /// What the combination says of the validation images. Where something is fitted, each image is predicted by a fit on the other folds, so that
    /// fitted and plain rules can be compared.
    /// </summary>
    public Predictions Validation { get; }

    /// <summary>Predicts from the members' predictions. Of the images that it was fitted on, each is predicted by a fit on the other folds.</summary>
    /// <param name="candidates">Predictions on one split that include those of all members, in any order.</param>
    /// <exception cref="ArgumentException">A member is missing, or two speak of different images.</exception>
    public Predictions Combine(IReadOnlyList<Predictions> candidates)
    {
        ArgumentNullException.ThrowIfNull(candidates);
        Predictions[] members = [.. MemberNames.Select(name => candidates.FirstOrDefault(candidate => candidate.Model == name)
            ?? throw new ArgumentException($"'{Name}' needs {name}; given: {string.Join(", ", candidates.Select(candidate => candidate.Model))}.", nameof(candidates)))];
        return Members.Check(members).Split == Validation.Split ? combineFitted(members) : combine(members);
    }

    /// <summary>Fits a rule on validation and measures it there without letting an image judge a fit that it was part of.</summary>
    /// <param name="rule">How the members are put together.</param>
    /// <param name="members">What each member said of the validation images; one for <see cref="CombinationRule.Single"/>.</param>
    /// <param name="name">Name for tables and figures.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="groups">Images of one group come into one fold, such as copies of one photograph by their content hash; null: each for itself.</param>
    /// <exception cref="ArgumentException">
    /// There is no member, more than the rule takes, two have the same name or speak of different images, there is not one group for each image, or a fitted rule has fewer than two images.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">The rule is unknown.</exception>
    public static Combination Fit(CombinationRule rule, IReadOnlyList<ValidationPredictions> members, string name, long seed = 0, IReadOnlyList<string>? groups = null)
    {
        Predictions[] predictions = Members.Check(members);
        if (predictions.GroupBy(member => member.Model).FirstOrDefault(same => same.Count() > 1) is { } twins)
            throw new ArgumentException($"'{name}' has {twins.Count()} members called {twins.Key}; members are found by name, so give each its own.", nameof(members));
        if (rule == CombinationRule.Single && members.Count != 1)
            throw new ArgumentException($"'{name}' is one member alone; {members.Count} were given.", nameof(members));
        (Func<IReadOnlyList<Predictions>, Predictions> combine, string note, int heard) = Prepare(rule, members, name);
        bool isFitted = rule is CombinationRule.WeightedVote or CombinationRule.Stacking or CombinationRule.GreedySelection;
        return new Combination(name, rule, predictions, note, heard, combine, isFitted ? CrossFit(rule, members, name, seed, groups, combine) : combine);
    }

    /// <summary>Every rule that votes, over the same members.</summary>
    /// <param name="members">What each of two members or more said of the validation images.</param>
    /// <param name="who">Who votes, for the names: <c>all 8</c> gives <c>soft vote, all 8</c>.</param>
    /// <param name="seed">Seed of the folds.</param>
    /// <param name="groups">As for <see cref="Fit"/>.</param>
    /// <exception cref="ArgumentException">There are fewer than two members, or as for <see cref="Fit"/>.</exception>
    public static IReadOnlyList<Combination> FitAll(
        IReadOnlyList<ValidationPredictions> members, string who, long seed = 0, IReadOnlyList<string>? groups = null)
    {
        Members.Check(members);
        if (members.Count < 2) throw new ArgumentException($"A vote of {who} has {members.Count} member; it needs two or more.", nameof(members));
        return [.. Enum.GetValues<CombinationRule>().Where(rule => rule != CombinationRule.Single).Select(rule => Fit(rule, members, $"{Title(rule)}, {who}", seed, groups))];
    }

    /// <summary>
    /// The vote with the highest validation accuracy; among equals the one that is surer of the truth. A member alone is no vote, and neither is a rule that
    /// hears one member alone, as long as there is another.
    /// </summary>
    /// <param name="combinations">Combinations on the same images, a vote among them.</param>
    /// <exception cref="ArgumentException">There is no vote, or two speak of different images.</exception>
    public static Combination Best(IReadOnlyList<Combination> combinations)
    {
        ArgumentNullException.ThrowIfNull(combinations);
        Members.Check([.. combinations.Select(one => one.Validation)]);
        return combinations.Where(one => one.Rule != CombinationRule.Single)
            .OrderByDescending(one => one.Heard > 1).ThenByDescending(one => one.Validation.Correct).ThenBy(one => LogLikelihood.MeanNegative(one.Validation)).FirstOrDefault()
            ?? throw new ArgumentException($"None of the {combinations.Count} combinations is a vote.", nameof(combinations));
    }

    /// <inheritdoc/>
    public override string ToString() => Note.Length > 0 ? $"{Name}. {Note}" : Name;

    private static (Func<IReadOnlyList<Predictions>, Predictions> Combine, string Note, int Heard) Prepare(
        CombinationRule rule, IReadOnlyList<ValidationPredictions> members, string name)
    {
        switch (rule)
        {
            case CombinationRule.Single: return (one => one[0].Named(name), "", 1);
            case CombinationRule.HardVote: return (all => Vote.Hard(all, name: name), "", members.Count);
            case CombinationRule.SoftVote: return (all => Vote.Soft(all, name), "", members.Count);
            case CombinationRule.MeanOfLogits: return (all => Vote.MeanOfLogits(all, name), "", members.Count);
            case CombinationRule.BordaCount: return (all => Vote.Borda(all, name), "", members.Count);
            case CombinationRule.WeightedVote:
                var weighted = WeightedVote.Fit(members);
                return (all => weighted.Combine(all, name), weighted.Sentence, weighted.Weights.Count(weight => weight >= LeastWeight));
            case CombinationRule.Stacking:
                var stacker = Stacker.Fit(members);
                return (all => stacker.Combine(all, name), $"A multinomial regression on {stacker.Weights.GetLength(1) - 1} probabilities.", members.Count);
            case CombinationRule.GreedySelection:
                var greedy = GreedySelection.Fit(members, criterion: SelectionCriterion.LogLikelihood);
                return (all => greedy.Combine(all, name), greedy.Sentence, greedy.Counts.Count(count => count > 0));
            default: throw new ArgumentOutOfRangeException(nameof(rule), rule, $"Allowed: {string.Join(", ", Enum.GetNames<CombinationRule>())}.");
        }
    }

    /// <summary>
    /// Fits once per fold on all others; what comes back predicts each of these images, whichever of them are asked, by the fit that it had no part in, and other images by
    /// the fit on all.
    /// </summary>
    private static Func<IReadOnlyList<Predictions>, Predictions> CrossFit(
        CombinationRule rule, IReadOnlyList<ValidationPredictions> members, string name, long seed, IReadOnlyList<string>? groups, Func<IReadOnlyList<Predictions>, Predictions> fitOnAll)
    {
        Predictions fitted = members[0].Predictions;
        int folds = Math.Min(Folds, fitted.Count);
        if (folds < 2) throw new ArgumentException($"'{name}' is fitted on {fitted.Count} validation image; it needs two or more, so that none judges a fit that it was part of.", nameof(members));
        int[] foldOf = OutOfFold.Assign(fitted.Labels, folds, seed, groups);
        var foldOfFile = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < foldOf.Length; row++) foldOfFile[fitted.Files[row]] = foldOf[row];
        Func<IReadOnlyList<Predictions>, Predictions>[] fits =
        [
            .. Enumerable.Range(0, folds).Select(fold =>
            {
                int[] others = [.. OutOfFold.Rows(foldOf, other => other != fold)];
                return Prepare(rule, [.. members.Select(member => member.Rows(others))], name).Combine;
            }),
            fitOnAll,
        ];
        return candidates =>
        {
            Predictions like = candidates[0];
            var probabilities = new double[like.Count, like.ClassCount];
            int[] predicted = new int[like.Count], fitOf = [.. like.Files.Select(file => foldOfFile.GetValueOrDefault(file, folds))];
            foreach (int fit in fitOf.Distinct())
            {
                int[] asked = [.. OutOfFold.Rows(fitOf, other => other == fit)];
                Predictions answers = fits[fit]([.. candidates.Select(member => member.Rows(asked))]);
                for (int row = 0; row < asked.Length; row++)
                {
                    predicted[asked[row]] = answers.Predicted[row];
                    for (int k = 0; k < answers.ClassCount; k++) probabilities[asked[row], k] = answers.Probabilities[row, k];
                }
            }
            return Members.Make(like, name, probabilities, predicted);
        };
    }

    private static string Title(CombinationRule rule) => rule switch
    {
        CombinationRule.HardVote => "hard vote",
        CombinationRule.SoftVote => "soft vote",
        CombinationRule.MeanOfLogits => "mean of logits",
        CombinationRule.BordaCount => "Borda count",
        CombinationRule.WeightedVote => "weighted vote",
        CombinationRule.Stacking => "stacking",
        CombinationRule.GreedySelection => "greedy selection",
        _ => throw new ArgumentOutOfRangeException(nameof(rule), rule, "A rule that votes is expected."),
    };
}

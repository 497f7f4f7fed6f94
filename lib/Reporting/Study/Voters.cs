using Scenes.Ensembles;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>The models of a run that can vote, with predictions of the same images.</summary>
public sealed class Voters
{
    private readonly IReadOnlyList<string> hashes;

    internal Voters(IReadOnlyList<Voter> all, IReadOnlyList<string> missing, IReadOnlyList<string> hashes) => (All, Missing, this.hashes) = (all, missing, hashes);

    /// <summary>All voters, in the order of the notebooks.</summary>
    public IReadOnlyList<Voter> All { get; }

    /// <summary>What is missing and how to get it, one sentence for each notebook that stored no voter.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Number of voters.</summary>
    public int Count => All.Count;

    /// <summary>Names of the models.</summary>
    public IReadOnlyList<string> Names => [.. All.Select(voter => voter.Model)];

    /// <summary>What each said of the validation images.</summary>
    public IReadOnlyList<Predictions> Validation => [.. All.Select(voter => voter.Validation)];

    /// <summary>The same, as what fits and chooses takes it.</summary>
    public IReadOnlyList<ValidationPredictions> ForFitting => ValidationPredictions.Of(Validation);

    /// <summary>What each said of the images that finished models are judged on.</summary>
    public IReadOnlyList<Predictions> Judged => [.. All.Select(voter => voter.Judged)];

    /// <summary>The voter that is right most often on validation; among equals the surer of the truth.</summary>
    public Voter Best => Ranked.First();

    /// <summary>The voters of some recipe only.</summary>
    /// <param name="recipe">Name of the recipe, such as <c>article</c>.</param>
    public Voters Of(string recipe) => Where(voter => voter.Recipe == recipe);

    /// <summary>One voter for each notebook: its best on validation.</summary>
    public Voters OnePerNotebook()
    {
        Voter[] ranked = [.. Ranked];
        return Where(voter => voter == ranked.First(other => other.Notebook == voter.Notebook));
    }

    /// <summary>The best on validation.</summary>
    /// <param name="most">How many at most, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is below 1.</exception>
    public Voters Leading(int most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        var leading = Ranked.Take(most).ToHashSet();
        return Where(leading.Contains);
    }

    /// <summary>
    /// Every way to vote that a run compares: each rule with all voters, each rule with one voter per notebook, and for comparison the best voter alone.
    /// Everything is fitted on validation; copies of one photograph are never on both sides of a fold.
    /// </summary>
    /// <param name="seed">Seed of the folds in which fitted rules are measured.</param>
    /// <exception cref="ArgumentException">There are fewer than two voters.</exception>
    public IReadOnlyList<Combination> Combinations(long seed)
    {
        Voters delegates = OnePerNotebook();
        var ways = new List<Combination>(Combination.FitAll(ForFitting, $"all {Count}", seed, hashes));
        if (delegates.Count > 1 && delegates.Count < Count) ways.AddRange(Combination.FitAll(delegates.ForFitting, "one per notebook", seed, hashes));
        ways.Add(Combination.Fit(CombinationRule.Single, [ValidationPredictions.Of(Best.Validation)], $"{Best.Model} alone"));
        return ways;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Count} voters: {string.Join(", ", Names)}";

    private IEnumerable<Voter> Ranked => All.OrderByDescending(voter => voter.Validation.Correct).ThenBy(voter => LogLikelihood.MeanNegative(voter.Validation));

    private Voters Where(Func<Voter, bool> wanted) => new([.. All.Where(wanted)], Missing, hashes);
}

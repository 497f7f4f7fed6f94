using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Ensembles;

public sealed class EnsembleOracleTests
{
    /// <summary>Sums of four exact terms, divided.</summary>
    private const double SumTolerance = 1e-14;

    /// <summary>scikit-learn's solver stops at gradients of 1e-7, which leaves about this in the probabilities.</summary>
    private const double SolverTolerance = 1e-7;

    private static readonly Document Stored = StoredOutputs.Read<Document>("ensembles", "ensembles.json");

    private static readonly Predictions[] Test = Make(SceneSplit.Test, Stored.TestLabels, Stored.Test);

    private static readonly IReadOnlyList<ValidationPredictions> Validation =
        ValidationPredictions.Of(Make(SceneSplit.Validation, Stored.ValidationLabels, Stored.Validation));

    [Fact]
    public void Hard_LowestClassIndex_EqualsScikitLearn() => Assert.Equal(Stored.Hard, Vote.Hard(Test, TieRule.LowestClassIndex).Predicted);

    [Fact]
    public void Hard_MeanProbability_DiffersFromScikitLearnOnlyInTies()
    {
        Predictions vote = Vote.Hard(Test);
        int differences = 0;
        for (int image = 0; image < vote.Count; image++)
        {
            int[] votes = [.. Enumerable.Range(0, Stored.Classes).Select(k => Test.Count(member => member.Predicted[image] == k))];
            Assert.Equal(votes.Max(), votes[vote.Predicted[image]]);
            if (vote.Predicted[image] == Stored.Hard[image]) continue;
            differences++;
            Assert.True(votes.Count(count => count == votes.Max()) > 1);
        }
        Assert.True(differences > 0, "The stored case has ties on which the rules differ.");
    }

    [Fact]
    public void Soft_StoredModels_EqualsScikitLearn()
    {
        Predictions vote = Vote.Soft(Test);
        Assert.Equal(Stored.Soft, vote.Predicted);
        AssertRows(Stored.SoftProbabilities, vote, SumTolerance);
    }

    [Fact]
    public void Weighted_GivenWeights_EqualsScikitLearn()
    {
        Predictions vote = WeightedVote.Of([.. Test.Select(member => member.Model)], Stored.Weights).Combine(Test);
        Assert.Equal(Stored.Weighted, vote.Predicted);
        AssertRows(Stored.WeightedProbabilities, vote, SumTolerance);
    }

    [Fact]
    public void MeanOfLogits_StoredModels_EqualsSciPysGeometricMean() => AssertRows(Stored.MeanOfLogits, Vote.MeanOfLogits(Test), 1e-12);

    [Fact]
    public void Borda_StoredModels_EqualsSciPysRanks()
    {
        double total = Test.Length * Stored.Classes * (Stored.Classes - 1) / 2.0;
        AssertRows([.. Stored.Borda.Select(row => row.Select(points => points / total).ToArray())], Vote.Borda(Test), SumTolerance);
    }

    [Fact]
    public void Stacker_StoredModels_EqualsScikitLearn()
    {
        AssertRows(Stored.Stacking, Stacker.Fit(Validation).Combine(Test), SolverTolerance);
        AssertRows(Stored.LooseStacking, Stacker.Fit(Validation, inverseRegularisation: 50).Combine(Test), 10 * SolverTolerance);
    }

    [Fact]
    public void WeightedVote_Fit_EqualsSciPysOptimum() =>
        StoredOutputs.AssertClose(Stored.FittedWeights, WeightedVote.Fit(Validation).Weights, 1e-5, "weights"); // flat top: SLSQP is no closer

    [Fact]
    public void Diversity_StoredModels_EqualsNumPyAndStatsmodels()
    {
        DiversityReport report = DiversityReport.Of(Test);
        Assert.Equal(Stored.Oracle, report.OracleAccuracy.Estimate, SumTolerance);
        Assert.Equal(Stored.Diversity.Length, report.Pairs.Count);
        foreach ((Pair expected, PairDiversity actual) in Stored.Diversity.Zip(report.Pairs))
        {
            StoredOutputs.AssertClose([expected.Disagreement, expected.Q, expected.DoubleFault, expected.Correlation, expected.ErrorOverlap],
                [actual.Disagreement, actual.Q!.Value, actual.DoubleFault, actual.Correlation!.Value, actual.ErrorOverlap!.Value], 1e-12, $"{actual.First}, {actual.Second}");
        }
    }

    [Fact]
    public void GreedySelection_EveryStep_IsTheBestAddition()
    {
        GreedySelection selection = GreedySelection.Fit(Validation, rounds: 12);
        var bag = new List<Predictions>();
        foreach (SelectionStep step in selection.Steps)
        {
            double[] scores = [.. Validation.Select(candidate => Vote.Soft([.. bag, candidate.Predictions]).Accuracy)];
            Assert.Equal(scores.Max(), step.Score, SumTolerance);
            int added = Array.FindIndex([.. Validation], candidate => candidate.Predictions.Model == step.Member);
            Assert.Equal(scores.Max(), scores[added]);
            bool tiedMemberIn = Validation.Where((candidate, m) => scores[m] == scores.Max() && bag.Contains(candidate.Predictions)).Any();
            Assert.Equal(tiedMemberIn, bag.Contains(Validation[added].Predictions));
            bag.Add(Validation[added].Predictions);
        }
        double best = selection.Steps.Max(step => step.Score);
        Assert.Equal(best, selection.Combine([.. Validation.Select(member => member.Predictions)]).Accuracy);
        Assert.Equal(Enumerable.Range(1, 12).First(round => selection.Steps[round - 1].Score == best), selection.Kept);
        Assert.Equal(selection.Kept, selection.Counts.Sum());
    }

    [Fact]
    public void Stacker_ManyTimes_KeepsNoTensor()
    {
        Stacker.Fit(Validation);
        long before = TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        for (int i = 0; i < 3; i++) Stacker.Fit(Validation);
        Assert.Equal(before, TorchSharp.DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    private static Predictions[] Make(SceneSplit split, int[] labels, double[][][] models) =>
        [.. models.Select((rows, m) => TestPredictions.FromRows($"model {m}", labels, rows, split))];

    private static void AssertRows(double[][] expected, Predictions actual, double tolerance) =>
        StoredOutputs.AssertClose([.. expected.SelectMany(row => row)], [.. actual.Probabilities.Cast<double>()], tolerance, actual.Model);

    private sealed record Document(int Classes, int[] ValidationLabels, double[][][] Validation, int[] TestLabels, double[][][] Test, int[] Hard, int[] Soft,
        double[][] SoftProbabilities, double[] Weights, int[] Weighted, double[][] WeightedProbabilities, double[][] MeanOfLogits, double[][] Borda,
        double[][] Stacking, double[][] LooseStacking, double[] FittedWeights, Pair[] Diversity, double Oracle);

    private sealed record Pair(double Disagreement, double Q, double DoubleFault, double Correlation, double ErrorOverlap);
}

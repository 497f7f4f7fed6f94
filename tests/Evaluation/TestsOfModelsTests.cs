using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class TestsOfModelsTests
{
    /// <summary>Incomplete beta and gamma functions of two libraries, relative.</summary>
    private const double RelativeTolerance = 1e-9;

    [Fact]
    public void McNemar_StoredTables_EqualStatsmodels()
    {
        foreach (StatisticsOracle.Table table in StatisticsOracle.Stored.McNemar)
        {
            AssertRelative(table.ExactP, McNemar.Exact(table.Outcomes).P!.Value);
            AssertRelative(table.ChiSquare, McNemar.Corrected(table.Outcomes).Statistic!.Value);
            AssertRelative(table.CorrectedP, McNemar.Corrected(table.Outcomes).P!.Value);
        }
    }

    [Fact]
    public void McNemar_TableOfTheBook_HasTheKnownValues()
    {
        var table = new PairedOutcomes(101, 121, 59, 33);
        Assert.Equal(20.672222, McNemar.Corrected(table).Statistic!.Value, 6);
        Assert.Equal(5.45009e-06, McNemar.Corrected(table).P!.Value, 5e-12);
        Assert.Equal(4.434449e-06, McNemar.Exact(table).P!.Value, 5e-13);
    }

    [Fact]
    public void McNemar_TwoModels_SaysWhichIsBetter()
    {
        Predictions worse = StatisticsOracle.Models[0], better = StatisticsOracle.Models[2];
        StatisticalResult test = McNemar.Exact(worse, better);
        Assert.Equal(StatisticsOracle.Stored.PairP[1], test.P!.Value, 1e-12);
        Assert.StartsWith("model 2 is right more often than model 0: on 300 images", test.Sentence, StringComparison.Ordinal);
        Assert.True(test.Low > 0 && test.High < 1 && test.Low < test.Estimate && test.Estimate < test.High, test.Sentence);
        Assert.Equal(-test.Estimate, McNemar.Exact(better, worse).Estimate, 1e-15);
    }

    [Fact]
    public void DifferenceInterval_TableOfBonettAndPrice_CoversInItsShareOfSamples()
    {
        const int Images = 150, Repetitions = 2000;
        var dice = new Random(3);
        int covered = 0;
        Span<int> cells = stackalloc int[4];
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            cells.Clear();
            for (int image = 0; image < Images; image++) cells[dice.NextDouble() switch { < 0.80 => 0, < 0.84 => 1, < 0.93 => 2, _ => 3 }]++;
            StatisticalResult test = McNemar.Exact(new PairedOutcomes(cells[0], cells[1], cells[2], cells[3]));
            if (test.Low <= 0.05 && test.High >= 0.05) covered++; // 0.09 - 0.04
        }
        // 95 % nominal; four standard errors of 2,000 repetitions are 1.9 %.
        Assert.InRange(covered / (double)Repetitions, 0.93, 0.98);
    }

    [Fact]
    public void CochranQ_ThreeModels_EqualsStatsmodels()
    {
        ModelComparison comparison = ModelComparison.Of(StatisticsOracle.Models);
        AssertRelative(StatisticsOracle.Stored.CochranQ.Statistic, comparison.Overall.Statistic!.Value);
        AssertRelative(StatisticsOracle.Stored.CochranQ.P, comparison.Overall.P!.Value);
        StoredOutputs.AssertClose(StatisticsOracle.Stored.PairHolm, [.. comparison.Pairs.Select(pair => pair.AdjustedP)], 1e-12, "Holm");
        Assert.All(comparison.Pairs, pair => Assert.True(pair.Differs, pair.Sentence));
    }

    [Fact]
    public void CochranQ_ModelsAlike_IsZero()
    {
        StatisticalResult test = CochranQ.Test([StatisticsOracle.Models[0], StatisticsOracle.Models[0]]);
        Assert.Equal((0.0, 1.0), (test.Statistic!.Value, test.P!.Value));
    }

    [Fact]
    public void Holm_StoredCases_EqualStatsmodels()
    {
        foreach (StatisticsOracle.HolmCase one in StatisticsOracle.Stored.Holm) StoredOutputs.AssertClose(one.Adjusted, Holm.Adjust(one.P), 1e-15, "Holm");
        Assert.Throws<ArgumentOutOfRangeException>(() => Holm.Adjust([0.5, 1.2]));
    }

    [Fact]
    public void AboveConstant_StoredCases_EqualSciPy()
    {
        foreach (StatisticsOracle.BinomialCase one in StatisticsOracle.Stored.Binomial)
        {
            StatisticalResult test = Proportions.AboveConstant(one.Correct, one.N, one.Constant, one.Confidence);
            AssertRelative(one.P, test.P!.Value);
            Assert.Equal(one.Low, test.Low!.Value, RelativeTolerance);
            Assert.Equal(one.P < 1 - one.Confidence, test.Sentence.Contains("is above", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void DetectableDifference_StoredCases_EqualsEnumeration()
    {
        foreach (StatisticsOracle.PowerCase one in StatisticsOracle.Stored.Powers)
        {
            Assert.Equal(one.Difference, DetectableDifference.OfPair(one.N, one.Disagreement, one.Power).Estimate, 1e-8);
            Assert.Equal(one.PowerAtHalf, DetectableDifference.PowerOfPair(one.N, one.Disagreement, one.Disagreement / 2), 1e-9);
        }
    }

    [Fact]
    public void DetectableDifference_TooFewImages_SaysSo()
    {
        StatisticalResult result = DetectableDifference.OfPair(20, 0.1);
        Assert.True(double.IsNaN(result.Estimate));
        Assert.Contains("no difference of accuracy is found", result.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void RepeatedRuns_StoredRuns_EqualSciPy()
    {
        StatisticsOracle.RunsCase stored = StatisticsOracle.Stored.Runs;
        RepeatedRuns runs = RepeatedRuns.Of(stored.Values, 1502);
        StoredOutputs.AssertClose([stored.Mean, stored.Spread, stored.Low, stored.High], [runs.Mean, runs.Spread, runs.Result.Low!.Value, runs.Result.High!.Value], 1e-10, "runs");
        Assert.Null(RepeatedRuns.Of([0.9], 100).Result.Low);
    }

    [Fact]
    public void TrainingSizeCurve_GrowingSubsets_AreNestedStratifiedAndSeeded()
    {
        int[] labels = [.. Enumerable.Range(0, 120).Select(i => i % 3 == 0 ? 0 : i % 3 == 1 ? 1 : i % 2 + 1)];
        var seen = new List<(int[] Rows, long Seed)>();
        Predictions Fit(int[] rows, long seed)
        {
            seen.Add((rows, seed));
            // Right on as many of ten images as the subset allows.
            return TestPredictions.FromClasses("m", new int[10], [.. Enumerable.Range(0, 10).Select(i => i < rows.Length / 12 ? 0 : 1)], 2);
        }

        TrainingSizeCurve curve = TrainingSizeCurve.Measure(labels, [60, 12, 120], 2, 5, Fit);
        Assert.Equal([12, 60, 120], curve.Points.Select(point => point.Size));
        Assert.Equal([0.1, 0.5, 1.0], curve.Points.Select(point => point.Runs.Mean));
        Assert.Equal(6, seen.Count);
        Assert.Subset(seen[2].Rows.ToHashSet(), seen[0].Rows.ToHashSet());
        Assert.Equal(seen[0].Seed, seen[2].Seed);
        Assert.NotEqual(seen[0].Seed, seen[1].Seed);
        foreach ((int[] rows, _) in seen)
            for (int k = 0; k < 3; k++)
                Assert.Equal(labels.Count(label => label == k) * rows.Length / 120.0, rows.Count(row => labels[row] == k), 1.0);
        Assert.Equal(Enumerable.Range(0, 120), seen[4].Rows.Order());
    }

    [Fact]
    public void Compare_DifferentImages_NamesBothModels()
    {
        Predictions first = TestPredictions.FromClasses("first", [0, 1], [0, 1], 2), second = TestPredictions.FromClasses("second", [0, 1, 1], [0, 1, 1], 2);
        string message = Assert.Throws<ArgumentException>(() => McNemar.Exact(first, second)).Message;
        Assert.Contains("first and second cannot be put together: one has 2 images, the other 3", message, StringComparison.Ordinal);
        Predictions otherSplit = TestPredictions.FromClasses("second", [0, 1], [0, 1], 2, SceneSplit.Validation);
        Assert.Contains("Test split", Assert.Throws<ArgumentException>(() => CochranQ.Test([first, otherSplit])).Message, StringComparison.Ordinal);
    }

    private static void AssertRelative(double expected, double actual) =>
        Assert.True(Math.Abs(expected - actual) <= RelativeTolerance * Math.Abs(expected), $"expected {expected:R}, got {actual:R}");
}

using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class ResamplingTests
{
    /// <summary>
    /// Both sides draw at random: the standard error of a 2.5 % quantile from 20,000 draws is 0.02 standard deviations of the metric (0.03
    /// here), and an accuracy moves in steps of one image of 300.
    /// </summary>
    private const double EndTolerance = 1.01 / 300;

    /// <summary>Three standard errors of a p value near 0.04 from 20,000 permutations here and 50,000 there.</summary>
    private const double PermutationTolerance = 0.005;

    private static readonly BootstrapOptions Many = new(Draws: 20_000, Seed: 1);

    [Fact]
    public void Value_EveryMetric_EqualsScikitLearn()
    {
        foreach ((Predictions model, Dictionary<string, double> expected) in StatisticsOracle.Models.Zip(StatisticsOracle.Stored.Metrics))
            foreach (Metric metric in Enum.GetValues<Metric>()) Assert.Equal(expected[metric.ToString()], metric.Value(model), 1e-12);
    }

    [Fact]
    public void Intervals_ThreeModels_AgreeWithSciPy()
    {
        IReadOnlyList<ModelIntervals> intervals = Bootstrap.Intervals(StatisticsOracle.Models, Many);
        foreach ((ModelIntervals one, Dictionary<string, double[]> expected) in intervals.Zip(StatisticsOracle.Stored.Bootstrap))
        {
            AssertEnds(expected["Accuracy"], one.Accuracy);
            AssertEnds(expected["MacroF1"], one.MacroF1);
            AssertEnds(expected["Kappa"], one.Kappa);
            AssertEnds(expected["Matthews"], one.Matthews);
        }
    }

    [Theory]
    [InlineData(Metric.Accuracy)]
    [InlineData(Metric.MacroF1)]
    [InlineData(Metric.Kappa)]
    [InlineData(Metric.Matthews)]
    public void Differences_AllPairs_AgreeWithSciPy(Metric metric)
    {
        IReadOnlyList<StatisticalResult> pairs = Bootstrap.Differences(StatisticsOracle.Models, metric, Many);
        foreach ((StatisticalResult pair, Dictionary<string, double[]> expected) in pairs.Zip(StatisticsOracle.Stored.Differences)) AssertEnds(expected[metric.ToString()], pair);
    }

    [Theory]
    [InlineData(Metric.Accuracy)]
    [InlineData(Metric.MacroF1)]
    [InlineData(Metric.Kappa)]
    [InlineData(Metric.Matthews)]
    public void Paired_AllPairs_AgreeWithSciPy(Metric metric)
    {
        (int First, int Second)[] pairs = [(0, 1), (0, 2), (1, 2)];
        foreach (((int first, int second), Dictionary<string, double> expected) in pairs.Zip(StatisticsOracle.Stored.Permutation))
        {
            StatisticalResult test = PermutationTest.Paired(StatisticsOracle.Models[first], StatisticsOracle.Models[second], metric, Many);
            Assert.Equal(expected[metric.ToString()], test.P!.Value, PermutationTolerance);
            Assert.InRange(test.Estimate, test.Low!.Value, test.High!.Value);
        }
    }

    [Fact]
    public void Paired_Accuracy_ApproachesExactMcNemar()
    {
        // Under swapping, the images only one model got right are fair coins: the permutation test of accuracy is McNemar's exact test.
        StatisticalResult exact = McNemar.Exact(StatisticsOracle.Models[0], StatisticsOracle.Models[1]);
        StatisticalResult permuted = PermutationTest.Paired(StatisticsOracle.Models[0], StatisticsOracle.Models[1], Metric.Accuracy, Many);
        Assert.Equal(exact.P!.Value, permuted.P!.Value, PermutationTolerance);
    }

    /// <summary>These ends were found on two threads; draws are numbered, so that neither threads nor machines change them.</summary>
    [Fact]
    public void Interval_SameSeed_IsTheSameOnEveryMachine()
    {
        StatisticalResult result = Bootstrap.Interval(Metric.MacroF1, StatisticsOracle.Models[0]);
        Assert.Equal(0.62260849858692546, result.Low!.Value, 1e-12);
        Assert.Equal(0.73205062377541819, result.High!.Value, 1e-12);
        Assert.NotEqual(result, Bootstrap.Interval(Metric.MacroF1, StatisticsOracle.Models[0], new BootstrapOptions(Seed: 1)));
    }

    [Fact]
    public void Difference_SameModel_IsZeroAndCannotBeToldApart()
    {
        StatisticalResult result = Bootstrap.Difference(StatisticsOracle.Models[0], StatisticsOracle.Models[0]);
        Assert.Equal((0.0, 0.0, 0.0), (result.Estimate, result.Low!.Value, result.High!.Value));
        Assert.Contains("cannot be told apart", result.Sentence, StringComparison.Ordinal);
        Assert.Equal(1, PermutationTest.Paired(StatisticsOracle.Models[0], StatisticsOracle.Models[0]).P!.Value);
    }

    /// <summary>The interval leaves 0 out; a fair coin falls three times on one side once in four tries.</summary>
    [Fact]
    public void Difference_ThreeImagesAgainstNone_CannotBeToldApart()
    {
        int[] labels = new int[120];
        Predictions wrong = TestPredictions.FromClasses("first", labels, [.. labels.Select((_, image) => image < 3 ? 1 : 0)], 2), right = TestPredictions.FromClasses("second", labels, labels, 2);
        StatisticalResult result = Bootstrap.Difference(wrong, right);
        Assert.True(result.Low > 0);
        Assert.StartsWith("The accuracy of second cannot be told apart from that of first", result.Sentence, StringComparison.Ordinal);
        Assert.StartsWith("The accuracy of second is higher than that of first", Bootstrap.Difference(TestPredictions.FromClasses("first", labels, [.. labels.Select((_, image) => image < 9 ? 1 : 0)], 2), right).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Metric.Accuracy)]
    [InlineData(Metric.Kappa)]
    public void Difference_ModelsSwapped_GivesTheMirroredInterval(Metric metric)
    {
        int[] labels = [.. Enumerable.Range(0, 290).Select(i => i % 2)];
        Predictions first = Wrong("first", 0, 7), second = Wrong("second", 5, 17);
        StatisticalResult there = Bootstrap.Difference(first, second, metric), back = Bootstrap.Difference(second, first, metric);
        Assert.Equal(-there.High!.Value, back.Low!.Value, 1e-9);
        Assert.Equal(-there.Low!.Value, back.High!.Value, 1e-9);

        Predictions Wrong(string model, int from, int to) =>
            TestPredictions.FromClasses(model, labels, [.. labels.Select((label, i) => i >= from && i < to ? 1 - label : label)], 2);
    }

    [Fact]
    public void Of_DrawsThatEqualTheEstimateUpToRounding_AreTies()
    {
        const double Estimate = 0.1;
        (double, double) exact = Ends(Estimate), rounded = Ends(Math.BitIncrement(Estimate));
        Assert.Equal(exact.Item1, rounded.Item1, 1e-9);
        Assert.Equal(exact.Item2, rounded.Item2, 1e-9);

        static (double Low, double High) Ends(double tie) => BcaInterval.Of(
            Estimate, [.. Enumerable.Range(0, 400).SelectMany(i => new[] { i / 4000.0, 0.2 - (i / 4000.0) }), .. Enumerable.Repeat(tie, 200)], [0.1], [10], 0.95);
    }

    [Fact]
    public void Interval_OneHundredNinetyOfTwoHundred_CoversInAboutItsShareOfSamples()
    {
        const int Images = 200, Repetitions = 400;
        var coin = new Random(7);
        int covered = 0;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            int[] predicted = [.. Enumerable.Range(0, Images).Select(_ => coin.NextDouble() < 0.9 ? 0 : 1)];
            var sample = TestPredictions.FromClasses("m", [.. new int[Images]], predicted, 2);
            StatisticalResult interval = Bootstrap.Interval(Metric.Accuracy, sample, new BootstrapOptions(Draws: 1000, Seed: repetition));
            if (interval.Low <= 0.9 && interval.High >= 0.9) covered++;
        }
        // 95 % nominal; four standard errors of 400 repetitions are 4.4 %.
        Assert.InRange(covered / (double)Repetitions, 0.90, 0.99);
    }

    [Fact]
    public void Interval_OutOfRangeOptions_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval(Metric.Accuracy, StatisticsOracle.Models[0], new BootstrapOptions(Draws: 10)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Bootstrap.Interval(Metric.Accuracy, StatisticsOracle.Models[0], new BootstrapOptions(Confidence: 1)));
    }

    private static void AssertEnds(double[] expected, StatisticalResult actual) =>
        StoredOutputs.AssertClose(expected, [actual.Low!.Value, actual.High!.Value], EndTolerance, actual.Quantity);
}

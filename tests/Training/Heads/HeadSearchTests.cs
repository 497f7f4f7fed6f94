using System.Text.Json;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class HeadSearchTests
{
    private const double Tolerance = 1e-5; // fp32 features
    private const double RadialTolerance = 1e-4; // the ridge, and the end of the fit

    [Fact]
    public void Statistics_OfTheTrainingSet_EqualNumPy()
    {
        FeatureStatistics statistics = FeatureStatistics.Of(HeadOracle.Set(), batchSize: 7);
        double[] mean = HeadOracle.Root.GetProperty("mean").Doubles(), deviation = HeadOracle.Root.GetProperty("deviation").Doubles();
        for (int i = 0; i < mean.Length; i++)
        {
            Assert.Equal(mean[i], statistics.Means[i], Tolerance);
            Assert.Equal(deviation[i], statistics.Deviations[i], Tolerance);
        }
    }

    [Fact]
    public void Standardise_FeatureThatNeverChanges_BecomesZero()
    {
        using var scope = NewDisposeScope();
        Tensor rows = tensor(new float[,] { { 1, 7 }, { 3, 7 } });
        using var layer = new Standardise(FeatureStatistics.Of(TrainingSet.InMemory(rows, [0, 1])));
        Assert.Equal([-1f, 0, 1, 0], layer.call(rows).data<float>().ToArray());
    }

    [Fact]
    public void Linear_Cancelled_KeepsNoTensors()
    {
        TrainingSet train = HeadOracle.Set(0, 40), validation = HeadOracle.Set(40);
        Cancel();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Cancel();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Cancel() => Assert.Throws<OperationCanceledException>(
            () => HeadSearch.Linear(train, validation, HeadOracle.Classes, cancellation: new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Linear_ValidationFeatureThatIsNotFinite_IsRefused()
    {
        using var scope = NewDisposeScope();
        TrainingSet validation = TrainingSet.InMemory(tensor(new float[,] { { 1, float.PositiveInfinity }, { 0, 1 } }), [0, 1]);
        TrainingSet train = TrainingSet.InMemory(tensor(new float[,] { { 1, 2 }, { 0, 1 }, { 2, 2 }, { 0, 0 } }), [0, 1, 0, 1]);
        Assert.Contains("of a validation image is NaN or infinite", Assert.Throws<ArgumentException>(() => HeadSearch.Linear(train, validation, 2)).Message, StringComparison.Ordinal);
    }

    /// <summary>The factor that validation asks for would turn every answer round.</summary>
    [Fact]
    public void Radial_ValidationThatContradictsTraining_KeepsWhatWasLearnt()
    {
        using var scope = NewDisposeScope();
        Tensor rows = tensor(new float[,] { { 1, 2 }, { 0, -1 }, { 2, 2 }, { 0, -2 } });
        TrainingSet train = TrainingSet.InMemory(rows, [0, 1, 0, 1]), validation = TrainingSet.InMemory(rows, [1, 0, 1, 0]);
        using HeadSearchResult result = HeadSearch.Radial(train, validation, 2);
        Assert.Equal([0L, 1, 0, 1], Inference.LogProbabilities(result.Network, train).argmax(1).data<long>().ToArray());
        Assert.Equal(0, result.Chosen.ValidationAccuracy);
    }

    [Fact]
    public void Linear_Candidates_ChoosesTheLowestValidationLossAndHoldsItsWeights()
    {
        TrainingSet train = HeadOracle.Set(0, 40), validation = HeadOracle.Set(40);
        using HeadSearchResult result = HeadSearch.Linear(train, validation, HeadOracle.Classes);
        AssertTriedUntilWorseTwice(result);
        Assert.Equal(result.Candidates.Min(candidate => candidate.ValidationLoss), result.Chosen.ValidationLoss);
        using var scope = NewDisposeScope();
        Tensor logs = Inference.LogProbabilities(result.Network, validation);
        Assert.Equal(result.Chosen.ValidationLoss, CrossEntropy.Mean(logs, tensor(validation.Labels)).item<float>(), Tolerance);
        Assert.DoesNotContain("standardise.mean", result.Network.named_parameters().Select(row => row.name));
    }

    /// <summary>As for a user who draws the whole curve: values that are named are all tried, and the choice is the same.</summary>
    [Fact]
    public void Linear_ValuesNamed_TriesAllAndChoosesTheSame()
    {
        TrainingSet train = HeadOracle.Set(0, 40), validation = HeadOracle.Set(40);
        using HeadSearchResult named = HeadSearch.Linear(train, validation, HeadOracle.Classes, HeadSearch.L2Values);
        using HeadSearchResult found = HeadSearch.Linear(train, validation, HeadOracle.Classes);
        Assert.Equal(HeadSearch.L2Values, named.Candidates.Select(candidate => candidate.L2));
        Assert.True(found.Candidates.Count < named.Candidates.Count, "The search did not end early.");
        Assert.Equal((named.Chosen.L2, named.Chosen.ValidationLoss), (found.Chosen.L2, found.Chosen.ValidationLoss));
    }

    private static void AssertTriedUntilWorseTwice(HeadSearchResult result)
    {
        int chosen = result.Candidates.ToList().IndexOf(result.Chosen), tried = Math.Min(chosen + 3, HeadSearch.L2Values.Count);
        Assert.Equal(HeadSearch.L2Values.Take(tried), result.Candidates.Select(candidate => candidate.L2));
    }

    [Fact]
    public void TwoLayer_RingInsideARing_LearnsWhatALineCannot()
    {
        TrainingSet train = Rings(200, 1), validation = Rings(60, 2);
        using HeadSearchResult result = HeadSearch.TwoLayer(train, validation, classCount: 2, hidden: 32, dropout: 0.1, epochs: 40);
        using HeadSearchResult line = HeadSearch.Linear(train, validation, classCount: 2);
        Assert.True(result.Chosen.ValidationAccuracy > line.Chosen.ValidationAccuracy + 0.1, $"{result.Chosen} against {line.Chosen}");
        Assert.Equal(HeadSearch.WeightDecays.Count * HeadSearch.LearningRates.Count, result.Candidates.Count);
        Assert.Equal(result.Chosen.ValidationAccuracy, result.History!.Best.ValidationAccuracy);
    }

    [Fact]
    public void Radial_CapsAtBothPoles_LearnsWhatAPlaneCannot()
    {
        TrainingSet train = Caps(200, 1), validation = Caps(60, 2);
        using HeadSearchResult result = HeadSearch.Radial(train, validation, classCount: 2);
        using HeadSearchResult line = HeadSearch.Linear(train, validation, classCount: 2);
        Assert.True(result.Chosen.ValidationAccuracy > line.Chosen.ValidationAccuracy + 0.1, $"{result.Chosen} against {line.Chosen}");
        AssertTriedUntilWorseTwice(result);
    }

    [Fact]
    public void Radial_EveryRowAnExample_EqualsScikitLearn()
    {
        JsonElement oracle = HeadOracle.Root.GetProperty("radial");
        using HeadSearchResult result = HeadSearch.Radial(HeadOracle.Set(), HeadOracle.Set(), HeadOracle.Classes, [oracle.GetProperty("l2").GetDouble()]);
        using var scope = NewDisposeScope();
        double[] expected = oracle.GetProperty("probabilities").Doubles();
        float[] probabilities = Inference.LogProbabilities(result.Network, HeadOracle.Set()).exp().flatten().data<float>().ToArray();
        Assert.All(expected.Zip(probabilities), pair => Assert.Equal(pair.First, pair.Second, RadialTolerance));
    }

    [Fact]
    public void Radial_MoreRowsThanExamples_TakesEvenlySpacedOnes()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(0);
        Tensor rows = randn([25, 3], generator: generator).DetachFromDisposeScope();
        var train = TrainingSet.InMemory(rows, [.. Enumerable.Range(0, 25).Select(row => (long)row % 2)]);
        using HeadSearchResult result = HeadSearch.Radial(train, train, classCount: 2, [1], most: 10);
        Tensor examples = result.Network.state_dict().Single(entry => entry.Key.EndsWith("examples", StringComparison.Ordinal)).Value;
        using var standardise = new Standardise(FeatureStatistics.Of(train));
        Tensor expected = standardise.call(rows.index_select(0, tensor(new long[] { 0, 2, 5, 7, 10, 12, 15, 17, 20, 22 })));
        Assert.True(examples.allclose(expected / expected.norm(1, keepdim: true, 2), atol: 1e-6));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnyHead_Search_LeavesTheHeadAndNothingElse(bool radial)
    {
        TrainingSet train = HeadOracle.Set(0, 40), validation = HeadOracle.Set(40);
        Search();
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        Search();
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);

        void Search() => (radial ? HeadSearch.Radial(train, validation, HeadOracle.Classes) : HeadSearch.Linear(train, validation, HeadOracle.Classes)).Dispose();
    }

    /// <summary>Directions in space, those near either pole of one class: the head with a kernel sees directions alone.</summary>
    private static TrainingSet Caps(int count, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        Tensor points = randn([count, 3], generator: generator);
        Tensor isPolar = points.select(1, 2).abs() > 0.6 * points.norm(1, keepdim: false, 2); // both caps: no plane cuts them off
        return TrainingSet.InMemory(points.DetachFromDisposeScope(), isPolar.to(ScalarType.Int64).data<long>().ToArray());
    }

    private static TrainingSet Rings(int count, ulong seed)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        long[] labels = [.. Enumerable.Range(0, count).Select(i => (long)i % 2)];
        Tensor angle = 2 * Math.PI * rand(count, generator: generator), radius = tensor(labels).to(ScalarType.Float32) + 1;
        return TrainingSet.InMemory(stack([radius * angle.cos(), radius * angle.sin()], 1).DetachFromDisposeScope(), labels);
    }
}

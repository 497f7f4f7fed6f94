using System.Text.Json;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class LeastSquaresTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Solve_SeveralL2_EqualsScikitLearnsRidge()
    {
        using var scope = NewDisposeScope();
        Tensor rows = HeadOracle.Features(ScalarType.Float64);
        using var fit = new LeastSquares((rows - rows.mean([0])) / rows.std(0, unbiased: false), HeadOracle.Labels, HeadOracle.Classes);
        foreach (JsonElement ridge in HeadOracle.Root.GetProperty("ridge").EnumerateArray())
        {
            (Tensor weights, Tensor biases) = fit.Solve(ridge.GetProperty("l2").GetDouble());
            Assert.All(ridge.GetProperty("weights").Doubles().Zip(weights.flatten().data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
            Assert.All(ridge.GetProperty("biases").Doubles().Zip(biases.data<double>().ToArray()), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
        }
    }

    [Fact]
    public void Constructor_MoreRowsThanABatch_SumsAllOfThem()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(1);
        Tensor rows = randn([2500, 3], ScalarType.Float64, generator: generator);
        long[] labels = [.. Enumerable.Range(0, 2500).Select(row => (long)row % 2)];
        using var fit = new LeastSquares(rows, labels, 2);
        Tensor centred = rows - rows.mean([0]), targets = nn.functional.one_hot(tensor(labels), 2).to(ScalarType.Float64);
        Tensor expected = linalg.solve(centred.t().mm(centred) + (0.1 * 2500 * eye(3, dtype: ScalarType.Float64)), centred.t().mm(targets)).t();
        Assert.True(fit.Solve(0.1).Weights.allclose(expected));
    }

    [Fact]
    public void AnyUse_InputsThatCannotBe_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Throws<ArgumentException>(() => new LeastSquares(zeros(3, 2), [0, 1], 2));
        Assert.Throws<ArgumentException>(() => new LeastSquares(zeros(2, 2), [0, 2], 2));
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new LeastSquares(full([2, 2], float.NaN), [0, 1], 2)).Message, StringComparison.Ordinal);
        using var fit = new LeastSquares(HeadOracle.Features(ScalarType.Float32), HeadOracle.Labels, HeadOracle.Classes);
        Assert.Throws<ArgumentOutOfRangeException>(() => fit.Solve(0));
    }

    [Fact]
    public void Dispose_AfterSolving_LeavesNoTensors()
    {
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        using (var scope = NewDisposeScope())
        using (var fit = new LeastSquares(HeadOracle.Features(ScalarType.Float32), HeadOracle.Labels, HeadOracle.Classes))
            fit.Solve(1);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }
}

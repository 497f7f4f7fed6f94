using System.Text.Json;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

public sealed class LogisticRegressionTests
{
    private const double Tolerance64 = 1e-6; // both stop at a small gradient, not at zero
    private const double Tolerance32 = 2e-3; // features and logits in fp32

    [Theory]
    [InlineData(ScalarType.Float64, Tolerance64)]
    [InlineData(ScalarType.Float32, Tolerance32)]
    public void Fit_EachL2_EqualsScikitLearn(ScalarType type, double tolerance)
    {
        using var scope = NewDisposeScope();
        using var standardise = new Standardise(FeatureStatistics.Of(HeadOracle.Set()));
        Tensor mean = tensor(HeadOracle.Root.GetProperty("mean").Doubles()), deviation = tensor(HeadOracle.Root.GetProperty("deviation").Doubles());
        Tensor features = ((HeadOracle.Features(ScalarType.Float64) - mean) / deviation).to(type);
        foreach (JsonElement oracle in HeadOracle.Root.GetProperty("fits").EnumerateArray())
        {
            var fit = LogisticRegression.Fit(
                features, HeadOracle.Labels, HeadOracle.Classes, oracle.GetProperty("l2").GetDouble(), tolerance: type == ScalarType.Float64 ? 1e-9 : 1e-5);
            double[] expected = oracle.GetProperty("weights").Doubles();
            double[] actual = [.. fit.Weights.Cast<double>()];
            double largest = expected.Zip(actual, (a, b) => Math.Abs(a - b)).Max();
            Assert.True(largest <= tolerance * Math.Max(1, expected.Max(Math.Abs)), $"largest difference {largest} at L2 {oracle.GetProperty("l2")}");
        }
    }

    [Fact]
    public void Fit_FromANeighbour_GoesToTheSamePointFaster()
    {
        using var scope = NewDisposeScope();
        Tensor features = HeadOracle.Features(ScalarType.Float64) / tensor(HeadOracle.Root.GetProperty("deviation").Doubles());
        var cold = LogisticRegression.Fit(features, HeadOracle.Labels, 3, 0.01, tolerance: 1e-8);
        var neighbour = LogisticRegression.Fit(features, HeadOracle.Labels, 3, 0.012, tolerance: 1e-8);
        var warm = LogisticRegression.Fit(features, HeadOracle.Labels, 3, 0.01, neighbour, tolerance: 1e-8);
        Assert.Equal(cold.Objective, warm.Objective, 1e-9);
        Assert.True(warm.Iterations < cold.Iterations, $"{warm.Iterations} against {cold.Iterations}");
    }

    [Fact]
    public void Fit_FeatureNotANumber_IsAnError()
    {
        using Tensor features = full(4, 2, float.NaN);
        Assert.Throws<ArgumentException>(() => LogisticRegression.Fit(features, [0, 1, 0, 1], 2, 0.1));
    }

    [Fact]
    public void Fit_ManyIterations_LeavesNoTensorBehind()
    {
        using Tensor features = HeadOracle.Features(ScalarType.Float32);
        long before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        LogisticRegression.Fit(features, HeadOracle.Labels, 3, 0.1);
        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Minimise_Rosenbrock_FindsTheMinimum()
    {
        (double[] point, double value, _) = Lbfgs.Minimise(
            x => (Math.Pow(1 - x[0], 2) + (100 * Math.Pow(x[1] - (x[0] * x[0]), 2)),
                [(-2 * (1 - x[0])) - (400 * x[0] * (x[1] - (x[0] * x[0]))), 200 * (x[1] - (x[0] * x[0]))]),
            [-1.2, 1], 1e-10, 200);
        Assert.Equal(1, point[0], 1e-6);
        Assert.Equal(1, point[1], 1e-6);
        Assert.InRange(value, 0, 1e-12);
    }
}

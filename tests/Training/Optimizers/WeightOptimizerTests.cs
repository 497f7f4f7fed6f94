using System.Text.Json;
using Scenes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

public sealed class WeightOptimizerTests
{
    private const float Tolerance = 2e-6f; // a few roundings of fp32

    [Theory]
    [InlineData(OptimizerKind.Sgd)]
    [InlineData(OptimizerKind.AdamW)]
    public void Step_SixSteps_EqualPyTorch(OptimizerKind kind)
    {
        using var scope = NewDisposeScope();
        JsonElement oracle = TrainingOracle.Root.GetProperty("optimizers").GetProperty(kind.ToString());
        Parameter weight = nn.Parameter(tensor(oracle.GetProperty("start").Floats()).reshape(2, 3));
        Tensor factor = tensor(oracle.GetProperty("factor").Floats()).reshape(2, 3);
        using var optimizer = WeightOptimizer.Create(
            new TrainingOptions { Optimizer = kind, Momentum = 0.9, WeightDecay = 0.01 }, [new TrainedWeight("weight", weight, weight, Decays: true)]);
        foreach (JsonElement expected in oracle.GetProperty("path").EnumerateArray())
        {
            weight.grad?.zero_();
            (factor * weight - 1).square().sum().backward();
            optimizer.Step(0.05, clipNorm: 0);
            Assert.Equal(expected.Floats(), weight.data<float>().ToArray(), (a, b) => Math.Abs(a - b) <= Tolerance);
        }
    }

    [Fact]
    public void Step_ClipNorm_ShortensTheWholeGradient()
    {
        using var scope = NewDisposeScope();
        Parameter first = nn.Parameter(zeros(1)), second = nn.Parameter(zeros(1));
        using var optimizer = WeightOptimizer.Create(
            new TrainingOptions { Momentum = 0 }, [new TrainedWeight("a", first, first, false), new TrainedWeight("b", second, second, false)]);
        (3 * first + 4 * second).backward();
        optimizer.Step(1, clipNorm: 1);
        Assert.Equal(-0.6f, first.item<float>(), 1e-5f);
        Assert.Equal(-0.8f, second.item<float>(), 1e-5f);
    }
}

using Scenes.Training;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class NetworkDiagnosisTests
{
    private const double Tolerance = 1e-4; // sums of fp32 in another order

    [Fact]
    public void Of_HandMadeNetwork_CountsDeadUnitsAndPredictions()
    {
        using var scope = NewDisposeScope();
        using var network = SmallCases.Network(0);
        var parts = network.named_children().ToDictionary(child => child.name, child => child.module);
        using (no_grad())
        {
            ((BatchNorm2d)parts["norm"]).bias![..3] = tensor(-100f); // three of eight channels never pass the ReLU
            ((Linear)parts["head"]).bias![2] = tensor(1000f);
        }
        NetworkDiagnosis diagnosis = NetworkDiagnosis.Of(network, SmallCases.Quarters(12, 1), batchSize: 5);
        Assert.Equal([0, 0, 12, 0], diagnosis.PredictionCounts);
        Assert.Equal([3, 3, 3, 3], diagnosis.LabelCounts);
        Assert.True(diagnosis.IsCollapsed);
        Assert.Equal(Math.Log(4), diagnosis.GuessingLoss);
        Assert.Equal(["conv", "head"], diagnosis.Layers.Select(layer => layer.Name));
        Assert.Equal([3, null], diagnosis.Layers.Select(layer => layer.DeadUnits));
        Assert.Equal(3.0 / 8, diagnosis.Layers[0].DeadShare);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(3)] // a label has no output, which is told after the network was put into inference mode
    public void Of_PartInInferenceMode_LeavesEveryModeAsItWas(int classes)
    {
        using var scope = NewDisposeScope();
        using var network = classes == 4 ? SmallCases.Network(0) : nn.Sequential(("norm", nn.BatchNorm2d(3)), ("flat", nn.Flatten()), ("head", nn.Linear(192, classes)));
        network.train();
        nn.Module norm = network.named_children().First(child => child.name == "norm").module;
        norm.eval();
        TrainingSet set = SmallCases.Quarters(12, 1);
        if (classes == 4) NetworkDiagnosis.Of(network, set);
        else Assert.Throws<ArgumentException>(() => NetworkDiagnosis.Of(network, set));
        Assert.True(network.training);
        Assert.All(network.children(), part => Assert.Equal(!ReferenceEquals(part, norm), part.training));
    }

    [Fact]
    public void Of_Gradients_EqualABackwardPassAndLeaveNoTrace()
    {
        using var scope = NewDisposeScope();
        using var network = SmallCases.Network(0);
        network.train();
        Dictionary<string, byte[]> before = SmallCases.Bytes(network);
        TrainingSet set = SmallCases.Quarters(12, 1);
        NetworkDiagnosis diagnosis = NetworkDiagnosis.Of(network, set);
        Assert.Equal(before, SmallCases.Bytes(network));
        Assert.True(network.training);
        Assert.All(network.parameters(), weight => Assert.Null(weight.grad));

        network.eval();
        using var generator = new Generator(0);
        Tensor inputs = set.Inputs([.. Enumerable.Range(0, 12).Select(i => (long)i)], generator);
        Tensor convolved = network.children().First() is Conv2d convolution ? convolution.call(inputs) : throw new InvalidOperationException();
        Assert.Equal(convolved.std([0, 2, 3], unbiased: false).mean().item<float>(), diagnosis.Layers[0].OutputDeviation, Tolerance);
        CrossEntropy.Mean(network.call(inputs), tensor(set.Labels)).backward();
        foreach ((string name, Parameter parameter) in network.named_parameters().Where(row => row.name is "conv.weight" or "head.weight"))
        {
            LayerDiagnosis layer = diagnosis.Layers.Single(layer => $"{layer.Name}.weight" == name);
            Assert.Equal(parameter.grad!.norm().item<float>(), layer.GradientNorm, Tolerance);
            Assert.Equal(parameter.norm().item<float>(), layer.WeightNorm, Tolerance);
            Assert.Equal(layer.GradientNorm / layer.WeightNorm, layer.RelativeGradient);
        }
    }
}

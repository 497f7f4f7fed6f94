using System.Text.Json;
using Scenes.Backbones;
using Scenes.Backbones.Fusion;
using Scenes.Backbones.Networks;
using Scenes.Runtime;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Layer by layer against stored outputs of torchvision; tests/Oracles/backbones/README.md says how they were made.</summary>
public class TorchvisionParityTests
{
    private const double Relative = 1e-3, Absolute = 1e-4; // fp32, other kernels and summation orders

    private static readonly Lazy<JsonElement> Oracle = new(() => JsonDocument.Parse(
        File.ReadAllBytes(Path.Combine(Folders.Repository, "tests", "Oracles", "backbones", "networks.json"))).RootElement);

    [Theory]
    [MemberData(nameof(BackboneTests.Names), MemberType = typeof(BackboneTests))]
    public void Forward_FormulaWeights_EqualsTorchvisionAtEveryLayer(string name)
    {
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        var oracle = Oracle.Value.GetProperty("networks").GetProperty(name);
        using var network = Backbone.Create(name, Oracle.Value.GetProperty("classes").GetInt32());
        Assert.Equal(oracle.GetProperty("keys").GetInt32(), network.state_dict().Count);
        FormulaWeights.Fill(network);
        foreach (var run in oracle.GetProperty("runs").EnumerateArray())
        {
            using var inner = NewDisposeScope();
            var input = FormulaWeights.Images(run.GetProperty("images").GetInt32(), run.GetProperty("height").GetInt32(), run.GetProperty("width").GetInt32());
            var expected = run.GetProperty("layers").EnumerateArray().ToDictionary(layer => layer.GetProperty("name").GetString()!);
            var map = input;
            foreach (var stage in network.Stages)
            {
                map = StageChain.Run([stage], map);
                AssertSummary(expected, stage.Name, map);
            }
            AssertSummary(expected, "pooled", network.Features(input));
            AssertSummary(expected, "logits", network.call(input));
            if (expected.ContainsKey("AuxLogits"))
            {
                var (logits, auxiliary) = ((InceptionV3)network).ForwardWithAuxiliary(input);
                expected["logits again"] = run.GetProperty("layers").EnumerateArray().Single(layer => layer.GetProperty("name").GetString() == "logits");
                AssertSummary(expected, "logits again", logits);
                AssertSummary(expected, "AuxLogits", auxiliary);
            }
            Assert.Empty(expected);
        }
    }

    /// <summary>The same for the way that features are extracted: folded, fused, and 3 x 3 convolutions by Winograd's algorithm.</summary>
    [Theory]
    [MemberData(nameof(BackboneTests.Names), MemberType = typeof(BackboneTests))]
    public void FusedMaps_FormulaWeights_EqualTorchvisionAtEveryStage(string name)
    {
        Assert.SkipUnless(FusedConvolution.Supports(ScalarType.Float32), "This system's libtorch has no fused convolutions; networks run as they are.");
        using var scope = NewDisposeScope();
        using var withoutGradient = no_grad();
        using var network = Backbone.Create(name, Oracle.Value.GetProperty("classes").GetInt32());
        FormulaWeights.Fill(network);
        string[] stages = [.. network.Stages.Select(stage => stage.Name)];
        string cut = string.Join(',', stages);
        Folding.Fold(network, cut);
        using FusedNetwork fused = FusedNetwork.Of(network, cut);
        ChannelsLast.Convert(network);
        foreach (var run in Oracle.Value.GetProperty("networks").GetProperty(name).GetProperty("runs").EnumerateArray())
        {
            using var inner = NewDisposeScope();
            var input = FormulaWeights.Images(run.GetProperty("images").GetInt32(), run.GetProperty("height").GetInt32(), run.GetProperty("width").GetInt32());
            var expected = run.GetProperty("layers").EnumerateArray().ToDictionary(layer => layer.GetProperty("name").GetString()!);
            foreach ((string stage, Tensor map) in stages.Zip(fused.Maps(ChannelsLast.Convert(input)))) AssertSummary(expected, stage, map);
        }
    }

    [Fact]
    public void ForwardWithAuxiliary_MapBelow17_SaysWhatIsNeeded()
    {
        using var network = (InceptionV3)Backbone.Create("inception_v3", classCount: 2, widthFactor: 0.125);
        using var input = zeros(1, 3, 150, 150);
        Assert.Contains("17 x 17", Assert.Throws<ArgumentException>(() => network.ForwardWithAuxiliary(input)).Message, StringComparison.Ordinal);
    }

    private static void AssertSummary(Dictionary<string, JsonElement> expected, string name, Tensor values)
    {
        Assert.True(expected.Remove(name, out var layer), $"{name} is not stored");
        Assert.Equal(layer.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64()), values.shape);
        using var scope = NewDisposeScope();
        var flat = values.@double().flatten();
        AssertClose(name, "mean", layer.GetProperty("mean").GetDouble(), flat.mean().item<double>());
        AssertClose(name, "std", layer.GetProperty("std").GetDouble(), flat.std(unbiased: false).item<double>());
        double[] samples = [.. layer.GetProperty("samples").EnumerateArray().Select(sample => sample.GetDouble())];
        for (int k = 0; k < samples.Length; k++)
        {
            long index = k * 2654435761 % flat.numel();
            AssertClose(name, $"element {index}", samples[k], flat[index].item<double>());
        }
    }

    private static void AssertClose(string layer, string what, double expected, double got) =>
        Assert.True(Math.Abs(got - expected) <= Absolute + Relative * Math.Abs(expected), $"{layer}, {what}: expected {expected}, got {got}, difference {got - expected}");
}

using System.Text.Json;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class RadialFeaturesTests
{
    private const double Tolerance = 1e-4; // the ridge and fp32

    [Fact]
    public void Forward_SomeExamples_HasTheProductsOfScikitLearnsNystroem()
    {
        JsonElement oracle = HeadOracle.Root.GetProperty("radial");
        long[] chosen = [.. oracle.GetProperty("examples").EnumerateArray().Select(row => row.GetInt64())];
        using var scope = NewDisposeScope();
        using var standardise = new Standardise(FeatureStatistics.Of(HeadOracle.Set()));
        Tensor rows = standardise.call(HeadOracle.Features(ScalarType.Float32));
        using var layer = new RadialFeatures(rows.index_select(0, tensor(chosen)));
        Tensor features = layer.call(rows);
        Assert.Equal([HeadOracle.Rows, chosen.Length], features.shape);
        float[] products = features.mm(features[..6].t()).flatten().data<float>().ToArray();
        Assert.All(oracle.GetProperty("products").Doubles().Zip(products), pair => Assert.Equal(pair.First, pair.Second, Tolerance));
    }

    [Fact]
    public void Forward_CopiesAndZeros_StaysFinite()
    {
        using var scope = NewDisposeScope();
        using var layer = new RadialFeatures(tensor(new float[,] { { 1, 2 }, { 1, 2 }, { 1, 2 }, { 0, 0 } }));
        Assert.True(layer.call(tensor(new float[,] { { 1, 2 }, { 0, 0 }, { -3, 5 } })).isfinite().all().item<bool>());
    }

    /// <summary>Wide copies come out a little apart, and a kernel as narrow as that would know nothing but the examples themselves.</summary>
    [Fact]
    public void Forward_WideCopies_AreLikeTheirNeighbours()
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(3);
        Tensor one = rand([1, 2048], generator: generator);
        using var layer = new RadialFeatures(cat([one, one, one, one, rand([1, 2048], generator: generator)]));
        Tensor near = layer.call(one + (0.01 * rand([1, 2048], generator: generator)));
        Assert.True(near.norm().item<float>() > 0.1, $"{near.norm().item<float>()}");
    }

    [Fact]
    public void Constructor_ExamplesThatCannotBe_AreRefused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("1 x 3", Assert.Throws<ArgumentException>(() => new RadialFeatures(zeros(1, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("(4)", Assert.Throws<ArgumentException>(() => new RadialFeatures(zeros(4))).Message, StringComparison.Ordinal);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => new RadialFeatures(full([3, 2], float.NaN))).Message, StringComparison.Ordinal);
    }
}

using System.Text.Json;
using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Runtime;
using Scenes.Tests.Backbones;
using Scenes.Tests.Runtime;
using Scenes.Tests.Training;
using Scenes.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Scenes.Tests.Evaluation;

[Collection(GlobalGenerator.Name)]
public sealed class GradCamTests
{
    private const double Relative = 2e-3, Absolute = 2e-3; // fp32 through up to 150 layers, other kernels and summation orders

    [Theory]
    [InlineData("vgg16")]
    [InlineData("resnet50")]
    [InlineData("inception_v3")]
    public void Of_FormulaWeights_EqualsHooksAndBackwardInTorchvision(string name)
    {
        var oracle = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folders.Repository, "tests", "Oracles", "gradcam", "gradcam.json"))).RootElement;
        using var scope = NewDisposeScope();
        using Backbone network = Backbone.Create(name);
        FormulaWeights.Fill(network);
        Tensor image = FormulaWeights.Images(1, oracle.GetProperty("height").GetInt32(), oracle.GetProperty("width").GetInt32());
        Tensor map;
        using (no_grad()) map = network.Features(image, network.Stages[^1].Name);
        JsonElement[] rows = [.. oracle.GetProperty("networks").GetProperty(name).EnumerateArray()];
        using var head = nn.Sequential(("head", nn.Linear(map.shape[1], rows.Length)));
        FormulaWeights.Fill(head);
        using (no_grad())
        {
            float[] logits = [.. head.call(map.mean([2, 3])).data<float>()];
            Assert.All(rows.Zip(logits), row => Assert.Equal(row.First.GetProperty("logit").GetDouble(), row.Second, Absolute + Relative * Math.Abs(row.Second)));
        }
        Tensor cam = GradCam.Of(map.expand(rows.Length, -1, -1, -1), maps => head.call(maps.mean([2, 3])), [.. Enumerable.Range(0, rows.Length)]);
        for (int k = 0; k < rows.Length; k++)
        {
            double[] expected = [.. rows[k].GetProperty("map").EnumerateArray().SelectMany(row => row.EnumerateArray()).Select(value => value.GetDouble())];
            float[] got = [.. cam[k].contiguous().data<float>()];
            Assert.Equal(expected.Length, got.Length);
            for (int cell = 0; cell < got.Length; cell++)
                Assert.True(Math.Abs(expected[cell] - got[cell]) <= Absolute + Relative, $"class {k}, cell {cell}: expected {expected[cell]}, got {got[cell]}");
        }
        Assert.All(head.parameters(), weight => Assert.True(weight.grad is null, "a weight got a gradient"));
    }

    [Fact]
    public void Of_OneChannelSpeaksForOneClass_ShowsItsPlaceAlone()
    {
        // Channel 0 is 3 at one cell and belongs to class 0; channel 1 is 1 everywhere and speaks against it.
        using var scope = NewDisposeScope();
        Tensor map = zeros(1, 2, 2, 3);
        map[0, 0, 1, 2] = 3;
        map[0, 1] = 1;
        Tensor Rest(Tensor maps) => maps.mean([2, 3]).mm(tensor(new float[,] { { 1, 0 }, { -1, 1 } }));
        Assert.Equal([0, 0, 0, 0, 0, 1], GradCam.Of(map, Rest, [0])[0].contiguous().data<float>().ToArray());
        Assert.Equal([1, 1, 1, 1, 1, 1], GradCam.Of(map, Rest, [1])[0].contiguous().data<float>().ToArray());
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => GradCam.Of(map, Rest, [2])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("resnet50", false, false)]
    [InlineData("resnet50", false, true)] // the middle is explained with what the whole image says
    [InlineData("resnet50", true, false)] // opened stages, whose weights differ from the file's
    [InlineData("vgg16", false, false)]
    [InlineData("mobilenet_v2", false, false)]
    [InlineData("squeezenet1_1", false, false)]
    [InlineData("inception_v3", false, false)]
    public void Explain_CarriedOverNetwork_SaysWhatThePredictorSaysAndLeaksNothing(string name, bool opened, bool centre)
    {
        using var small = new TransferCase();
        Recipe recipe = TransferCase.Small(opened ? Recipe.ModernOpened with { Cut = "layer4.0" } : Recipe.Modern) with { ImageSize = name == "inception_v3" ? 80 : 64, BothViews = false, Centre = centre };
        using TransferModel model = TransferTrainer.Fit(small.Network(name), recipe, small.Dataset, small.Options, TestContext.Current.CancellationToken);
        Predictions said = Predictor.Predict(model, small.Dataset.Test, small.Dataset.ClassNames, TestContext.Current.CancellationToken);
        GradCam.Explain(model, [small.Dataset.Test[0]], cancellation: TestContext.Current.CancellationToken);
        // Some networks keep tensors alive after they are disposed; that is no leak of the explanation.
        long start = Alive();
        if (!opened) model.Pretrained.Load().Dispose();
        long loading = Alive() - start, before = Alive();
        var maps = GradCam.Explain(model, small.Dataset.Test, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(before + loading, Alive());
        const double Tolerance = 0.05; // cached features are of half precision, and of bf16 where the machine is faster so
        for (int image = 0; image < said.Count; image++)
        {
            Assert.Equal(said.Files[image], maps[image].File);
            Assert.Equal(said.Probabilities[image, maps[image].Class], maps[image].Probability, Tolerance);
            Assert.All(maps[image].Weights.Cast<double>(), weight => Assert.InRange(weight, 0, 1));
        }
        var other = GradCam.Explain(model, [small.Dataset.Test[0]], [1 - maps[0].Class], TestContext.Current.CancellationToken);
        Assert.Equal(1 - maps[0].Probability, other[0].Probability, 1e-4);
    }

    [Fact, Trait(Cuda.Trait, Cuda.Name)]
    public void Explain_OpenedNetworkOnCuda_ExplainsEveryImage()
    {
        Cuda.Require();
        using var small = new TransferCase();
        Recipe recipe = TransferCase.Small(Recipe.ModernOpened) with { ImageSize = 64 };
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), recipe, small.Dataset, small.Options, TestContext.Current.CancellationToken);
        var maps = GradCam.Explain(model, small.Dataset.Test, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(small.Dataset.Test.Select(image => image.Name), maps.Select(map => map.File));
        Assert.All(maps.SelectMany(map => map.Weights.Cast<double>()), weight => Assert.InRange(weight, 0, 1));
    }

    private static long Alive() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
}

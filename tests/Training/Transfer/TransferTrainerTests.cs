using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Tests.Runtime;
using Scenes.Training;
using static TorchSharp.torch;

namespace Scenes.Tests.Training;

[Collection(GlobalGenerator.Name)]
public sealed class TransferTrainerTests : IDisposable
{
    private readonly TransferCase small = new();

    [Fact]
    public void Fit_Modern_FitsAHeadOnBothViewsAndLearns()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), Recipe.Modern, small.Dataset, small.Options);
        Assert.Equal("layer3,pooled", model.Cut);
        Assert.Null(model.Backbone);
        Assert.Null(model.History);
        Assert.InRange(model.Search!.Candidates.Count, 3, HeadSearch.L2Values.Count);
        Assert.Equal(1, Predict(model, small.Dataset.Test).Accuracy);
        using FeatureViews inputs = model.Inputs(small.Dataset.Test);
        Assert.Equal([FeatureView.Plain, FeatureView.Flipped], inputs.Views.Select(view => view.Key.View));
    }

    [Fact]
    public void Fit_ArticleOnAFrozenNetwork_TrainsTwoLayersByEpochs()
    {
        using TransferModel model = TransferTrainer.Fit(small.Network("resnet50"), TransferCase.Small(Recipe.Article, 3), small.Dataset, small.Options);
        Assert.Equal(3, model.History!.Epochs.Count);
        Assert.Null(model.Search);
        using FeatureViews inputs = model.Inputs(small.Dataset.Validation);
        FeatureKey key = Assert.Single(inputs.Views).Key;
        Assert.Equal(75, key.Preprocessing.ImageSize);
        Assert.Equal((0, 1), (key.Preprocessing.Mean.R, key.Preprocessing.Std.R));
    }

    [Theory]
    [InlineData("inception_v3", "Mixed_7a", "Mixed_7b")] // the article's cut
    public void Fit_ArticleOnInception_TrainsTheTopBlocksOnMaps(string name, string cut, string opened)
    {
        Pretrained network = small.Network(name);
        using TransferModel model = TransferTrainer.Fit(network, TransferCase.Small(Recipe.Article), small.Dataset, small.Options);
        Assert.Equal(cut, model.Cut);
        AssertOnlyOpenedStagesChanged(network, model, opened);
    }

    [Theory]
    [InlineData("resnet50", "layer4")] // batch norm
    [InlineData("vgg16", "features.2")] // 24 to 30
    public void Fit_ModernOpened_ChangesTheLastStageAlone(string name, string opened)
    {
        Pretrained network = small.Network(name);
        using TransferModel model = TransferTrainer.Fit(network, TransferCase.Small(Recipe.ModernOpened), small.Dataset, small.Options);
        Assert.NotNull(model.Search);
        Assert.Equal(network.Spec.LastStageCut, model.Cut);
        AssertOnlyOpenedStagesChanged(network, model, opened);
    }

    [Fact]
    public void Fit_ModernOpened_StartsWhereTheFrozenHeadEnded()
    {
        Recipe still = TransferCase.Small(Recipe.ModernOpened, 1);
        still = still with { BothViews = false, Training = still.Training! with { LearningRate = 1e-12, WeightDecay = 0 } };
        using TransferModel opened = TransferTrainer.Fit(small.Network("resnet50"), still, small.Dataset, small.Options);
        // bf16 keeps 8 bits of each weight of the head.
        Assert.Equal(opened.Search!.Chosen.ValidationLoss, opened.History!.Best.ValidationLoss, 0.02);
    }

    [Fact]
    public void Fit_ModernThatKeepsMaps_EqualsModernAndLeavesTheMaps()
    {
        Pretrained network = small.Network("resnet50");
        const string Cut = "layer4.0"; // behind the depth that stands beside
        Recipe kept = TransferCase.Small(Recipe.Modern with { MapsAt = Cut });
        using TransferModel plain = TransferTrainer.Fit(network, TransferCase.Small(Recipe.Modern), small.Dataset, small.Options);
        using TransferModel model = TransferTrainer.Fit(network, kept, small.Dataset, small.Options);
        Assert.Null(model.Backbone);
        Assert.Equal("layer3,pooled", model.Cut);
        Assert.Equal(plain.Search!.Chosen.ValidationLoss, model.Search!.Chosen.ValidationLoss, 0.02); // maps are stored in half precision, the last stage runs in bf16
        using TransferModel opened = TransferTrainer.Fit(network, TransferCase.Small(Recipe.ModernOpened with { Cut = Cut }, 1), small.Dataset, small.Options);
        Assert.Equal("layer3,layer4.0", opened.Cut);
        Assert.Equal(model.Search.Chosen with { Seconds = 0 }, opened.Search!.Chosen with { Seconds = 0 });
    }

    /// <summary>A depth behind the maps is not kept apart; the model says so, and is explained by what it has.</summary>
    [Fact]
    public void Fit_MapsBeforeADepth_SaysWhichDepthsItHas()
    {
        using TransferModel model = TransferTrainer.Fit(
            small.Network("mobilenet_v2"), TransferCase.Small(Recipe.Modern with { MapsAt = "features.16" }), small.Dataset, small.Options);
        Assert.Equal("features.13,pooled", model.Cut);
        Assert.Equal(small.Dataset.Test.Count, GradCam.Explain(model, small.Dataset.Test).Count);
    }

    [Fact]
    public void Fit_LayersThatTheFileLacks_StartFreshWhereNamed()
    {
        const string Missing = "Mixed_7b.branch3x3dbl_2.conv.weight";
        Pretrained network = small.Network("inception_v3", Missing);
        using TransferModel model = TransferTrainer.Fit(network, TransferCase.Small(Recipe.ModernOpened, 1), small.Dataset, small.Options);
        Assert.Contains(Missing, model.Backbone!.named_parameters().Where(row => row.parameter.requires_grad).Select(row => row.name));
        Assert.Throws<InvalidDataException>(() => TransferTrainer.Fit(
            network with { LeaveOut = network.Spec.ClassifierKeys }, TransferCase.Small(Recipe.ModernOpened, 1), small.Dataset, small.Options));
    }

    [Fact]
    public void Fit_MapsOfIncompleteWeights_GivesTheFeaturesOfTheWholeNetwork()
    {
        Pretrained network = small.Network("inception_v3", "Mixed_7b.branch3x3dbl_2.conv.weight");
        using TransferModel plain = TransferTrainer.Fit(network, Recipe.Modern, small.Dataset, small.Options);
        using TransferModel kept = TransferTrainer.Fit(network, Recipe.Modern with { MapsAt = network.Spec.LastStageCut }, small.Dataset, small.Options);
        using var scope = NewDisposeScope();
        using FeatureViews expected = plain.Inputs(small.Dataset.Test), actual = kept.Inputs(small.Dataset.Test);
        Tensor whole = expected.Views[0].All();
        double apart = ((actual.Views[0].All() - whole).norm() / whole.norm()).item<float>();
        Assert.True(apart < 0.02, $"{apart} apart"); // the last stage runs in bf16; other fresh layers are far more than that apart
    }

    [Theory]
    [InlineData("vgg16", "features.28")] // ReLU and pooling come after it
    [InlineData("resnet50", "layer4")]
    public void Fit_MapsWithNothingToLearnAfterThem_IsRefusedBeforeTheExtraction(string name, string last)
    {
        Pretrained network = small.Network(name);
        foreach (Recipe recipe in (Recipe[])[Recipe.Modern with { MapsAt = last }, Recipe.ModernOpened with { Cut = last }])
        {
            var error = Assert.Throws<ArgumentException>(() => TransferTrainer.Fit(network, recipe, small.Dataset, small.Options));
            Assert.Contains("no stage after it has weights", error.Message, StringComparison.Ordinal);
        }
        Assert.Empty(small.Cache.List());
    }

    [Fact]
    public void Fit_NoWeights_SaysWhichCommandGetsThem()
    {
        Pretrained missing = Pretrained.ImageNet("resnet50", Path.Combine(Path.GetTempPath(), "scenes-no-such-folder"));
        var error = Assert.Throws<FileNotFoundException>(() => TransferTrainer.Fit(missing, Recipe.Modern, small.Dataset, small.Options));
        Assert.Contains("scenes fetch resnet50", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Identify_OtherDeviceFormatBuildOrRecipe_IsAnother()
    {
        FeatureKey key = new FeatureSource(small.Network("vgg16")).Key(small.Dataset.Train) with { Device = "cpu", Computed = Precision.Float32 };
        string here = TransferTrainer.Identify(Recipe.Modern, key);
        FeatureKey[] others = [key with { Device = "cuda" }, key with { Computed = Precision.BFloat16 }, key with { Codec = "other" }, key with { Torch = "other" }];
        Assert.All(others, other => Assert.NotEqual(here, TransferTrainer.Identify(Recipe.Modern, other)));
        Assert.NotEqual(here, TransferTrainer.Identify(Recipe.Article, key));
    }

    [Fact, Trait(Cuda.Trait, Cuda.Name)]
    public void Fit_ModernOpenedOnCuda_TrainsTheLastStageAndLeavesNoPartOnTheCpu()
    {
        Cuda.Require();
        Pretrained network = small.Network("resnet50");
        using TransferModel model = TransferTrainer.Fit(network, TransferCase.Small(Recipe.ModernOpened), small.Dataset, small.Options);
        Assert.All(model.Backbone!.state_dict(), pair => Assert.True(pair.Value.is_cuda, pair.Key));
        AssertOnlyOpenedStagesChanged(network, model, "layer4");
    }

    [Fact]
    public void AllowMissing_KeysThatTheFileHas_AreLoaded()
    {
        const string Missing = "Mixed_7b.branch3x3dbl_2.conv.weight", There = "Mixed_7c.branch3x3dbl_2.conv.weight";
        Pretrained network = small.Network("inception_v3", Missing);
        Pretrained allowed = (network with { LeaveOut = network.Spec.ClassifierKeys }).AllowMissing(Missing, There);
        Assert.Contains(Missing, allowed.LeaveOut);
        Assert.DoesNotContain(There, allowed.LeaveOut);
        Assert.Equal(allowed.LeaveOut, (network with { LeaveOut = network.Spec.ClassifierKeys }).AllowMissing("Mixed_7?.branch3x3dbl_2.*").LeaveOut);
    }

    [Fact]
    public void Fit_InterruptedAndResumed_EqualsTheRunInOneGo()
    {
        Pretrained network = small.Network("resnet50");
        Recipe recipe = TransferCase.Small(Recipe.ModernOpened, 3);
        using TransferModel whole = TransferTrainer.Fit(network, recipe, small.Dataset, small.Options);
        using var stop = new CancellationTokenSource();
        var run = new TrainingRun($"{network.Spec.Title}, {recipe.Name}") { CheckpointPath = small.Checkpoint };
        var stopping = run with { Progress = new Callback(progress => { if (progress.Finished is { Epoch: 1 }) stop.Cancel(); }) };
        TransferTrainer.Fit(network, recipe, small.Dataset, small.Options with { Run = stopping }, stop.Token).Dispose();
        using TransferModel resumed = TransferTrainer.Fit(network, recipe, small.Dataset, small.Options with { Run = run });
        Assert.Equal(1, resumed.Training!.ResumedFrom);
        Assert.Equal(SmallCases.Bytes(whole.Network), SmallCases.Bytes(resumed.Network));
    }

    /// <summary>Dropout changes no shape and no features, so nothing else would tell the recipes apart.</summary>
    [Fact]
    public void Fit_CheckpointOfAnotherRecipe_IsRefused()
    {
        Pretrained network = small.Network("resnet50");
        Recipe recipe = TransferCase.Small(Recipe.Article);
        TransferOptions options = small.Options with { Run = new TrainingRun("the same name") { CheckpointPath = small.Checkpoint } };
        TransferTrainer.Fit(network, recipe, small.Dataset, options).Dispose();
        var error = Assert.Throws<InvalidDataException>(() => TransferTrainer.Fit(network, recipe with { Dropout = 0 }, small.Dataset, options));
        Assert.Contains("Dropout", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_ASecondTime_ComputesNoFeatures()
    {
        Pretrained network = small.Network("resnet50");
        TransferTrainer.Fit(network, Recipe.Modern, small.Dataset, small.Options).Dispose();
        var seen = new List<ExtractionProgress>();
        TransferTrainer.Fit(network, Recipe.Modern, small.Dataset, small.Options with { Extraction = new Listener(seen) }).Dispose();
        Assert.Empty(seen);
    }

    [Fact]
    public void Fit_MapsWereDeletedAndPooledFeaturesKept_ComputesNoFeatures()
    {
        Pretrained network = small.Network("resnet50");
        Recipe kept = Recipe.Modern with { MapsAt = "layer4.0" };
        TransferTrainer.Fit(network, kept, small.Dataset, small.Options).Dispose();
        FileInfo[] files = [.. small.Cache.List()], maps = [.. files.Where(file => !file.Name.Contains("pooled", StringComparison.Ordinal))];
        Assert.Equal(files.Length, 2 * maps.Length);
        foreach (FileInfo file in maps) file.Delete();
        var seen = new List<ExtractionProgress>();
        TransferTrainer.Fit(network, kept, small.Dataset, small.Options with { Extraction = new Listener(seen) }).Dispose();
        Assert.Empty(seen);
        Assert.Equal(files.Length - maps.Length, small.Cache.List().Count);
    }

    public void Dispose() => small.Dispose();

    private Predictions Predict(TransferModel model, IReadOnlyList<SceneImage> images) => Predictor.Predict(model, images, small.Dataset.ClassNames);

    private static void AssertOnlyOpenedStagesChanged(Pretrained network, TransferModel model, string opened)
    {
        using Backbone before = network.Load();
        before.Freeze(model.Cut);
        Assert.Equal(Freezing.HashFrozen(before), Freezing.HashFrozen(model.Backbone!));
        Dictionary<string, byte[]> old = SmallCases.Bytes(before), now = SmallCases.Bytes(model.Backbone!);
        string[] changed = [.. old.Keys.Where(key => !old[key].AsSpan().SequenceEqual(now[key]))];
        Assert.Contains(changed, key => key.StartsWith(opened, StringComparison.Ordinal));
        Assert.DoesNotContain(changed, key => key.Contains("running_", StringComparison.Ordinal) || key.EndsWith("num_batches_tracked", StringComparison.Ordinal));
        HashSet<string> learning = [.. before.named_parameters().Where(row => row.parameter.requires_grad).Select(row => row.name)];
        Assert.All(changed, key => Assert.Contains(key, learning));
    }

    private sealed class Callback(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class Listener(List<ExtractionProgress> seen) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => seen.Add(value);
    }
}

using Scenes.Backbones;
using Scenes.Reporting;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Reporting;

[Collection(GlobalGenerator.Name)]
public sealed class StudyTransferTests : IDisposable
{
    private readonly TransferCase small = new();
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void Transfer_ByEpochs_KeepsHistoryRowAndCheckpoint()
    {
        Study study = Open();
        Recipe recipe = TransferCase.Small(Recipe.Article);
        using (TransferModel model = study.Transfer("ResNet-50", small.Network("resnet50"), recipe))
        {
            Assert.Equal("ResNet-50", model.Name);
            Assert.Equal(study.Judged.Count, study.Predict(model, study.Judged).Count);
        }
        MetricsRow row = Assert.Single(MetricsFile.Read(Path.Combine(study.OutFolder, MetricsFile.Name)));
        Assert.Equal(("ResNet-50", "article", study.Dataset.Validation.Count), (row.Model, row.Recipe, row.N));
        Assert.Equal(2, HistoryFile.Read(Path.Combine(study.OutFolder, "histories", "04-resnet50-resnet-50.json")).Epochs.Count);
        using TransferModel again = study.Transfer("ResNet-50", small.Network("resnet50"), recipe);
        Assert.Equal(2, again.Training!.ResumedFrom);
        using TransferModel other = study.Transfer("ResNet-50", small.Network("resnet50"), recipe with { Dropout = 0.2 });
        Assert.Equal(0, other.Training!.ResumedFrom);
    }

    [Fact]
    public void Pretrained_WeightsThatAreMissing_EndTheNotebookAndSayWhatGetsThem()
    {
        Assert.SkipWhen(Pretrained.ImageNet("vgg16").Exists, "VGG16's weights are there; point SCENES_WEIGHTS to a folder without them.");
        var skipped = Assert.Throws<StudySkippedException>(() => Open().Pretrained("vgg16"));
        Assert.Contains("scenes fetch vgg16", skipped.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Present_NetworksWithoutWeights_AreLeftOutWithTheCommandThatGetsThem()
    {
        Study study = Open();
        Pretrained there = small.Network("resnet50");
        Pretrained[] gone = [.. ((string[])["vgg16", "mobilenet_v2"]).Select(name => Pretrained.ImageNet(name, Path.Combine(folder, "none")))];
        for (int time = 0; time < 2; time++) Assert.Equal([there], study.Present([gone[0], there], [gone[1]])); // each is named once
        Assert.Equal(2, study.LeftOut.Count);
        Assert.Contains("scenes fetch vgg16", study.LeftOut[0], StringComparison.Ordinal);
        Assert.Contains("scenes fetch mobilenet_v2", study.LeftOut[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Present_NoneOfTheFirst_EndsTheNotebook()
    {
        Study study = Open();
        var skipped = Assert.Throws<StudySkippedException>(() => study.Present([Pretrained.ImageNet("vgg16", Path.Combine(folder, "none"))], [small.Network("mobilenet_v2")]));
        Assert.Contains("scenes fetch vgg16", skipped.Message, StringComparison.Ordinal);
        Assert.Empty(study.LeftOut);
    }

    public void Dispose()
    {
        small.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private Study Open() => Study.Open("04-resnet50", new StudyOptions { Data = small.Dataset.Root, OutFolder = folder });
}

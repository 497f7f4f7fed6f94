using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Reporting;
using Scenes.Tests.Browser;

namespace Scenes.Tests.Reporting;

/// <summary>
/// What the lesson on the built-in sample rests on, read from a finished run: a CNN trained from scratch leaves room, confuses what it should, and the
/// pretrained miniatures beat it. .ci/run has such a run.
/// </summary>
public sealed class SampleRunTests
{
    private static readonly Lazy<RunFolder> Run = new(() => RunFolder.Open(RealRun.Folder));

    private static Predictions FromScratch => Find("02-plain-cnn", "Residual CNN");

    [Fact]
    public void Baseline_OnTheSample_LearnsAndLeavesRoom() => Assert.InRange(FromScratch.Accuracy, 0.70, 0.88);

    /// <summary>Six classes make fifteen pairs; on photographs these two are confused most.</summary>
    [Theory]
    [InlineData("glacier", "mountain")]
    [InlineData("buildings", "street")]
    public void Baseline_OnTheSample_ConfusesWhatPhotographsConfuse(string one, string other)
    {
        Predictions said = FromScratch;
        var pairs = said.Labels.Zip(said.Predicted).Where(pair => pair.First != pair.Second)
            .CountBy(pair => (Math.Min(pair.First, pair.Second), Math.Max(pair.First, pair.Second))).OrderByDescending(pair => pair.Value).ToList();
        var most = pairs.TakeWhile(pair => pair.Value >= pairs[2].Value).Select(pair => $"{said.ClassNames[pair.Key.Item1]}-{said.ClassNames[pair.Key.Item2]}");
        Assert.Contains($"{one}-{other}", most); // the first three, and those as many as the third
    }

    /// <summary>Above the CNN by 0.09, 0.11 and 0.10 where this was written; other processors round otherwise and train another CNN, so it is asked what is more than chance.</summary>
    [Theory]
    [InlineData("03-vgg16", "VGG16 modern")]
    [InlineData("04-resnet50", "ResNet50 modern")]
    [InlineData("05-inception-v3", "InceptionV3 modern")]
    public void Modern_OnTheSample_BeatsTheCnn(string notebook, string model)
    {
        Predictions learnt = Find(notebook, model), cnn = FromScratch;
        Assert.True(learnt.Accuracy >= cnn.Accuracy + 0.04 && McNemar.Exact(cnn, learnt).P < 0.05, McNemar.Exact(cnn, learnt).Sentence);
    }

    private static Predictions Find(string notebook, string model)
    {
        string folder = RealRun.Folder; // skips the test where no run is named
        return Run.Value.Find(notebook, model, SceneSplit.Test) ?? throw new InvalidDataException($"{folder} has no answers of '{model}' to the test images.");
    }
}

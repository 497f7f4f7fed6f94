using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Reporting;
using Scenes.Tests.Training;
using Scenes.Training;

namespace Scenes.Tests.Reporting.Exercises;

/// <summary>The checks of notebooks 03 to 05, on networks without trained weights.</summary>
public sealed class TransferCheckTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-check-").FullName;
    private readonly Study study;

    public TransferCheckTests()
    {
        Sample.Dataset(Path.Combine(folder, "data"));
        study = Study.Open("04-resnet50", new StudyOptions { Data = Path.Combine(folder, "data"), OutFolder = Path.Combine(folder, "out") });
    }

    [Theory]
    [InlineData("03.1", "features.2")] // 64 channels to 64 on 150 x 150 pixels
    [InlineData("03.1", "features.7")] // 128 to 128 on 75 x 75: as many multiplications
    [InlineData("03.2", 59 * 16)] // 16 training images
    [InlineData("03.3", 256)]
    [InlineData("03.3", 64)] // the sample's narrow network
    [InlineData("04.1", 16.9)]
    [InlineData("04.2", 2 * 4_462_592)] // two of the three blocks of layer4 of torchvision's resnet50
    [InlineData("05.1", 3.5)]
    [InlineData("05.2", 0.57)] // mean 0.5, deviation 0.5
    [InlineData("05.3", 768)]
    public void RightAnswer_IsSolved(string number, object answer) => Assert.Equal($"Exercise {number} is solved.", Check.Exercise(number, answer, study));

    [Theory]
    [InlineData("03.1", "features.24", "the most weights")]
    [InlineData("03.1", "features.0", "another layer")]
    [InlineData("03.1", "ReLU", "no layer")]
    [InlineData("03.2", 60 * 16, "cache or not")]
    [InlineData("03.2", 59, "one image")]
    [InlineData("03.3", 512, "end of the network")]
    [InlineData("04.1", 8.47, "not one")]
    [InlineData("04.1", 0.059, "other way")]
    [InlineData("04.2", 0, "frozen")]
    [InlineData("04.2", 14_964_736, "one block too many")]
    [InlineData("05.1", 7, "two layers")]
    [InlineData("05.2", 0.784, "255 alone")]
    [InlineData("05.3", 1280, "later")]
    [InlineData("05.4", "Mixed_6e", "String")]
    public void UsualMistake_IsTold(string number, object answer, string part)
    {
        string said = Check.Exercise(number, answer, study);
        Assert.StartsWith($"Exercise {number} is not solved yet: ", said, StringComparison.Ordinal);
        Assert.Contains(part, said, StringComparison.Ordinal);
    }

    [Fact]
    public void OnlyOpened_LossesAndDifference_AreNotTheGains()
    {
        Assert.Contains("run its cells first", Check.Exercise("04.3", 1, study), StringComparison.Ordinal);
        Store("ResNet50 modern", [0, 1, 0, 0, 0]);
        Store("ResNet50 opened", [1, 0, 1, 1, 0]);
        Assert.Contains("solved.", Check.Exercise("04.3", 3, study), StringComparison.Ordinal);
        Assert.Contains("lost", Check.Exercise("04.3", 1, study), StringComparison.Ordinal);
        Assert.Contains("difference", Check.Exercise("04.3", 2, study), StringComparison.Ordinal);
        Assert.Contains("not it", Check.Exercise("04.3", 5, study), StringComparison.Ordinal);
    }

    /// <summary>The better recipe of notebook 05 looks at the centre, too; a model that does not differs in more than its cut.</summary>
    [Fact]
    public void EarlierBlock_WithoutTheCentre_IsAnotherRecipe()
    {
        using var small = new TransferCase();
        var images = Study.Open("05-inception-v3", new StudyOptions { Data = small.Dataset.Root, OutFolder = Path.Combine(folder, "out") });
        Pretrained network = small.Network("inception_v3");
        Recipe modern = Recipe.FrozenFor(network.Spec);
        Assert.Equal("Exercise 05.4 is solved.", Answer(modern with { Cut = "Mixed_6e" }));
        Assert.Contains("the recipe differs", Answer(modern with { Cut = "Mixed_6e", Centre = false }), StringComparison.Ordinal);
        Assert.Contains("the recipe differs", Answer(modern), StringComparison.Ordinal);

        string Answer(Recipe recipe)
        {
            using TransferModel model = TransferTrainer.Fit(network, recipe, small.Dataset, small.Options);
            return Check.Exercise("05.4", model, images);
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>Predictions on five images of the second class.</summary>
    private void Store(string model, int[] predicted)
    {
        var probabilities = new double[predicted.Length, 2];
        for (int i = 0; i < predicted.Length; i++) (probabilities[i, predicted[i]], probabilities[i, 1 - predicted[i]]) = (0.9, 0.1);
        var predictions = new Predictions(model, SceneSplit.Test, ["forest", "sea"], [.. predicted.Index().Select(row => $"{row.Index}.jpg")], [1, 1, 1, 1, 1], probabilities);
        PredictionsCsv.Write(Path.Combine(study.OutFolder, "predictions", $"04-resnet50-{model.ToLowerInvariant().Replace(' ', '-')}-test.csv"), predictions);
    }
}

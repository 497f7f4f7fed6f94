using Scenes.Data;

namespace Scenes.Tests.Data;

/// <summary>Which training images serve as validation.</summary>
public sealed class SceneSplitTests : IDisposable
{
    private readonly SetFolder folder = new();

    [Fact]
    public void Split_FilesAdded_NoImageChangesSide()
    {
        folder.AddMany("a", 100).AddMany("b", 100);
        var before = SceneDataset.Open(folder.Root).Images.ToDictionary(image => image.Name, image => image.Split);
        folder.AddMany("a", 300).AddMany("c", 50);
        var after = SceneDataset.Open(folder.Root).Images.ToDictionary(image => image.Name, image => image.Split);
        Assert.Equal(450, after.Count);
        Assert.All(before, image => Assert.Equal(image.Value, after[image.Key]));
    }

    [Fact]
    public void Split_Duplicates_NeverStraddle()
    {
        for (int i = 0; i < 200; i++)
            folder.Add($"a/{i}.jpg", $"same {i}").Add($"a/copy{i}.jpg", $"same {i}").Add($"b/{i}.png", $"same {i}");
        var set = SceneDataset.Open(folder.Root, new SplitOptions(0.5));
        Assert.All(set.Images.GroupBy(image => image.ContentHash), group => Assert.Single(group.Select(image => image.Split).Distinct()));
        Assert.InRange(set.Validation.Count, 200, 400);
    }

    [Fact]
    public void Split_Fraction_IsMetInEveryClass()
    {
        folder.AddMany("a", 1000).AddMany("b", 1000);
        var set = SceneDataset.Open(folder.Root, new SplitOptions(0.2, Seed: 3));
        const int Expected = 200, FourDeviations = 51; // sqrt(1000 * 0.2 * 0.8) = 12.6
        for (int label = 0; label < 2; label++)
            Assert.InRange(set.Validation.Count(image => image.Label == label), Expected - FourDeviations, Expected + FourDeviations);
    }

    [Fact]
    public void Split_AnotherSeed_TakesOtherImages()
    {
        folder.AddMany("a", 200).AddMany("b", 200);
        var first = SceneDataset.Open(folder.Root);
        var second = SceneDataset.Open(folder.Root, new SplitOptions(Seed: 1));
        Assert.NotEqual(first.Validation.Select(image => image.Name), second.Validation.Select(image => image.Name));
        Assert.NotEqual(first.SplitId, second.SplitId);
    }

    [Fact]
    public void SplitId_SameContentElsewhere_IsTheSame()
    {
        using var other = new SetFolder();
        for (int i = 0; i < 50; i++)
        {
            folder.Add($"a/{i}.jpg", $"a{i}").Add($"b/{i}.jpg", $"b{i}");
            other.Add($"train/a/x{i}.png", $"a{i}").Add($"train/b/x{i}.png", $"b{i}");
        }
        string id = SceneDataset.Open(folder.Root).SplitId;
        Assert.Equal(id, SceneDataset.Open(other.Root).SplitId);
        other.Add("train/a/more.png");
        Assert.NotEqual(id, SceneDataset.Open(other.Root).SplitId);
    }

    [Fact]
    public void Split_TooFewImages_IsAnErrorWithAdvice()
    {
        folder.AddMany("a", 2).AddMany("b", 2);
        var error = Assert.Throws<InvalidDataException>(() => SceneDataset.Open(folder.Root, new SplitOptions(0.000001)));
        Assert.Contains("another fraction", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();
}

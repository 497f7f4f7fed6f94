using System.Globalization;
using Scenes.Backbones;
using Scenes.Runtime;

namespace Scenes.Tests.Backbones;

public sealed class MiniatureTests
{
    private const long MostBytes = 6_000_000;

    public static TheoryData<string> Names { get; } = new(Miniature.Names);

    [Theory]
    [MemberData(nameof(Names))]
    public void Load_EveryMiniature_HasItsFeaturesAndNoClassifier(string name)
    {
        Pretrained miniature = Miniature.Find(name);
        using Backbone network = miniature.Load();
        Assert.Equal(Miniature.WidthFactor(name), network.WidthFactor);
        Assert.False(network.training);
        using var file = SafetensorsFile.Open(miniature.WeightsPath);
        Assert.Equal(name, file.Metadata["network"]);
        Assert.DoesNotContain(file.Tensors.Keys, key => key.StartsWith("fc.", StringComparison.Ordinal) || key.StartsWith("classifier.", StringComparison.Ordinal));
    }

    [Fact]
    public void Files_Together_StaySmallEnoughForGit() => Assert.InRange(Miniature.Names.Sum(name => new FileInfo(Miniature.Find(name).WeightsPath).Length), 1, MostBytes);

    [Theory]
    [MemberData(nameof(Names))]
    public void Readme_SaysOfEachFileWhatItIs(string name)
    {
        string page = File.ReadAllText(Path.Combine(Folders.Repository, "lib", "Backbones", "Miniature", "README.md"));
        string row = Assert.Single(page.Split('\n'), line => line.StartsWith($"| {name} |", StringComparison.Ordinal));
        Pretrained miniature = Miniature.Find(name);
        Assert.Contains(miniature.WeightsHash, row, StringComparison.Ordinal);
        Assert.Contains($"| {Miniature.WidthFactor(name).ToString(CultureInfo.InvariantCulture)} |", row, StringComparison.Ordinal);
        using var file = SafetensorsFile.Open(miniature.WeightsPath);
        Assert.Contains($"| {file.Metadata["accuracy"]} |", row, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_UnknownName_ListsTheKnown() =>
        Assert.Contains("inception_v3", Assert.Throws<ArgumentException>(() => Miniature.Find("alexnet")).Message, StringComparison.Ordinal);
}

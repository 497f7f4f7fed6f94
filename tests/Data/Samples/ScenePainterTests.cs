using System.Text.Json;
using Scenes.Data;
using Scenes.Data.Samples;
using Scenes.Runtime;

namespace Scenes.Tests.Data.Samples;

public sealed class ScenePainterTests
{
    private const int Size = 48;

    public static TheoryData<int> Labels => [.. Enumerable.Range(0, ScenePainter.Classes.Length)];

    /// <summary>The stored hashes come from another machine's run: a difference means that pixels depend on the machine, or that drawings changed.</summary>
    [Theory]
    [MemberData(nameof(Labels))]
    public void Draw_SameSeeds_GivesTheStoredPixels(int label)
    {
        using JsonDocument stored = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folders.Repository, "tests/Oracles/samples/pictures.json")));
        Assert.True(stored.RootElement.GetProperty("edition").GetInt32() == SampleScenes.Edition, "Make tests/Oracles/samples/pictures.json anew for this edition.");
        byte[] pictures = [.. Enumerable.Range(0, 8).SelectMany(seed => ScenePainter.Draw(label, seed, Size))];
        string name = ScenePainter.Classes[label].Name, expected = stored.RootElement.GetProperty("pictures").GetProperty(name).GetString()!;
        Assert.True(expected == ContentHash.OfBytes(pictures),
            $"{name}: SHA-256 {ContentHash.OfBytes(pictures)}, stored {expected}. If the drawing was changed on purpose, raise SampleScenes.Edition and store the new value.");
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Draw_OtherSeed_GivesAnotherPicture(int label) =>
        Assert.NotEqual(ScenePainter.Draw(label, 1, Size), ScenePainter.Draw(label, 2, Size));

    /// <summary>Neither black nor white nor a single grey, whatever the hour and the weather.</summary>
    [Theory]
    [MemberData(nameof(Labels))]
    public void Draw_AnySeed_ShowsSomething(int label)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            byte[] pixels = ScenePainter.Draw(label, seed, Size);
            double mean = pixels.Average(value => (double)value), spread = Math.Sqrt(pixels.Average(value => (value - mean) * (value - mean)));
            Assert.InRange(mean, 20, 235);
            Assert.True(spread > 8, $"Seed {seed}: deviation {spread:0.0} of 255.");
        }
    }
}

using System.Text.Json;
using Scenes.Data.Samples;
using Scenes.Runner.Pretraining.Pictures;
using Scenes.Runtime;

namespace Scenes.Tests.Runner.Pretraining;

public sealed class PictureKindsTests
{
    [Fact]
    public void All_AreManyOtherThingsThanTheSamplesClasses()
    {
        string[] names = [.. PictureKinds.All.Select(kind => kind.Name)];
        Assert.True(names.Length >= 12);
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.Empty(names.Intersect(ScenePainter.Classes.Select(one => one.Name)));
    }

    /// <summary>The weights in the repository were learnt from these very pixels.</summary>
    [Fact]
    public void All_SameSeed_GivesTheStoredPixels()
    {
        using JsonDocument stored = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folders.Repository, "tests/Oracles/samples/pictures.json")));
        byte[] pictures = [.. PictureKinds.All.SelectMany(kind => ScenePainter.Draw(kind.Paint, 0, 32))];
        string expected = stored.RootElement.GetProperty("pretraining").GetString()!, actual = ContentHash.OfBytes(pictures);
        Assert.True(expected == actual, $"SHA-256 {actual}, stored {expected}. If a drawing was changed on purpose, pretrain the miniatures again and store the new value.");
    }
}

using Scenes.Data;

namespace Scenes.Tests.Data;

public sealed class DataLocationTests
{
    [Fact]
    public void Resolve_Path_IsMadeAbsolute() => Assert.Equal(Path.GetFullPath("some/folder"), DataLocation.Resolve("some/folder"));

    [Fact]
    public void Resolve_Sample_CanBeOpened() => Assert.Equal(6, SceneDataset.Open(DataLocation.Resolve("sample")).ClassCount);

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void Resolve_EmptyName_IsNotTheSample(string name) =>
        Assert.Contains("empty", Assert.Throws<ArgumentException>(() => DataLocation.Resolve(name)).Message, StringComparison.Ordinal);
}

using Scenes.Runtime;

namespace Scenes.Tests.Runtime;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void Write_WriterFails_KeepsOldFileAndLeavesNothingElse()
    {
        string path = Path.Combine(folder, "a.txt");
        AtomicFile.WriteText(path, "old");
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, stream =>
        {
            stream.WriteByte(1);
            throw new InvalidOperationException("stopped");
        }));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(folder));
    }

    [Fact]
    public void WriteText_MissingFolder_IsMade()
    {
        string path = Path.Combine(folder, "b", "c.txt");
        AtomicFile.WriteText(path, "é");
        Assert.Equal("é", File.ReadAllText(path));
    }

    [Fact]
    public void RemoveAbandoned_NamesOfOthers_Stay()
    {
        string path = Path.Combine(folder, "a"), own = $"{path}.{Guid.NewGuid():N}.partial", others = $"{path}.b.partial", anothers = $"{path}.b.{Guid.NewGuid():N}.partial";
        foreach (string file in (string[])[own, others, anothers]) File.WriteAllText(file, "");
        AtomicFile.RemoveAbandoned(path);
        Assert.Equal(new[] { others, anothers }.Order(StringComparer.Ordinal), Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

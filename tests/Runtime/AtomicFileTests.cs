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
        string path = Path.Combine(folder, "a"), own = $"{path}.{Guid.NewGuid():N}.partial", young = $"{path}.{Guid.NewGuid():N}.partial";
        string[] others = [$"{path}.partial", $"{path}.b.partial", $"{path}.b.{Guid.NewGuid():N}.partial"];
        foreach (string file in (string[])[own, young, .. others])
        {
            File.WriteAllText(file, "");
            if (file != young) File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddHours(-1));
        }
        AtomicFile.RemoveAbandoned(path);
        Assert.Equal(others.Append(young).Order(StringComparer.Ordinal), Directory.GetFiles(folder).Order(StringComparer.Ordinal));
    }

    /// <summary>Notebooks read the record of a run while another one writes it.</summary>
    [Fact]
    public async Task WriteText_BesideAReader_NeverKeepsItOut()
    {
        string path = Path.Combine(folder, "a");
        AtomicFile.WriteText(path, "0");
        Task writer = Task.Run(() =>
        {
            for (int i = 1; i <= 200; i++) AtomicFile.WriteText(path, $"{i}");
        });
        while (!writer.IsCompleted) Assert.InRange(int.Parse(File.ReadAllText(path), System.Globalization.CultureInfo.InvariantCulture), 0, 200);
        await writer;
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

/// <summary>Files of a run that are something else.</summary>
public sealed class RunFilesTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("{\"model\":\"a\",\"epochs\":[],\"bestEpoch\":1}")]
    public void HistoryFile_AnotherFile_IsRefusedByName(string text)
    {
        string path = Path.Combine(folder, "history.json");
        File.WriteAllText(path, text);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => HistoryFile.Read(path)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("{\"data\":\"sample\",\"split\":\"../..\",\"seed\":1,\"commit\":\"\",\"versions\":\"\",\"device\":\"cpu\",\"machine\":\"\",\"time\":\"2026-01-01T00:00:00Z\"}")]
    public void RunRecord_AnotherFile_IsRefusedByName(string text)
    {
        File.WriteAllText(Path.Combine(folder, RunRecord.Name), text);
        Assert.Contains(Path.Combine(folder, RunRecord.Name), Assert.Throws<InvalidDataException>(() => RunRecord.Read(folder)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

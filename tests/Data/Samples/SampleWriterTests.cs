using Scenes.Data.Samples;
using Scenes.Runtime;

namespace Scenes.Tests.Data.Samples;

public sealed class SampleWriterTests(SampleFixture sample) : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    /// <summary>The writer takes no lock, so two threads meet as two processes would.</summary>
    [Fact]
    public void Publish_TwoAtOnceOverADamagedSample_LeaveOneThatIsWhole()
    {
        string folder = Copy("sample-0"), first = Copy("sample-0.1.partial"), second = Copy("sample-0.2.partial");
        File.WriteAllBytes(Path.Combine(folder, "seg_train/seg_train/sea/5.jpg"), []);
        File.Delete(Path.Combine(folder, "seg_pred/seg_pred/30001.jpg"));
        Assert.False(SampleWriter.IsComplete(folder));
        Parallel.Invoke(() => SampleWriter.Publish(first, folder), () => SampleWriter.Publish(second, folder));
        Assert.True(SampleWriter.IsComplete(folder));
        Assert.All(SamplePlan.Files, file =>
            Assert.Equal(ContentHash.OfFile(Path.Combine(sample.Folder, file.Name)), ContentHash.OfFile(Path.Combine(folder, file.Name))));
        Assert.InRange(Directory.GetDirectories(cache).Length, 1, 2); // the one that came too late is the writer's to delete
    }

    [Fact]
    public void Write_PlaceThatIsNoFolder_SaysWhichVariableNamesAnother()
    {
        string file = Path.Combine(cache, "file");
        File.WriteAllText(file, "in the way");
        var error = Assert.Throws<IOException>(() => SampleWriter.Write(Path.Combine(file, "edition", "sample-0"), 0));
        Assert.Contains(Folders.CacheVariable, error.Message, StringComparison.Ordinal);
        Assert.Contains(file, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RemoveAbandoned_LeavesWhatMayBeInUse()
    {
        string folder = Path.Combine(cache, "sample-0");
        string old = Directory.CreateDirectory($"{folder}.old.partial").FullName, young = Directory.CreateDirectory($"{folder}.young.partial").FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        SampleWriter.RemoveAbandoned(folder);
        Assert.Equal([young], Directory.GetDirectories(cache));
    }

    public void Dispose() => Directory.Delete(cache, recursive: true);

    private string Copy(string name)
    {
        string folder = Path.Combine(cache, name);
        foreach (SampleFile file in SamplePlan.Files)
        {
            string copy = Path.Combine(folder, file.Name);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(Path.Combine(sample.Folder, file.Name), copy);
        }
        return folder;
    }
}

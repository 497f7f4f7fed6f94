using Scenes.Data.Samples;

namespace Scenes.Tests.Data.Samples;

public sealed class SampleWriterTests : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    /// <summary>The writer takes no lock, so two threads meet as two processes would.</summary>
    [Fact]
    public void Write_TwoAtOnce_LeaveOneCompleteSample()
    {
        string folder = Path.Combine(cache, "sample-3");
        Parallel.Invoke(() => SampleWriter.Write(folder, 3), () => SampleWriter.Write(folder, 3));
        Assert.True(SampleWriter.IsComplete(folder));
        Assert.Equal([folder], Directory.GetDirectories(cache));
    }

    [Fact]
    public void Write_LeftoversOfAKilledProcess_AreRemovedOnceOld()
    {
        string folder = Path.Combine(cache, "sample-4");
        string old = Directory.CreateDirectory($"{folder}.old.partial").FullName, young = Directory.CreateDirectory($"{folder}.young.partial").FullName;
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddHours(-2));
        SampleWriter.Write(folder, 4);
        Assert.Equal([folder, young], Directory.GetDirectories(cache).Order());
    }

    public void Dispose() => Directory.Delete(cache, recursive: true);
}

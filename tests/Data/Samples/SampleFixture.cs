using Scenes.Data;

namespace Scenes.Tests.Data.Samples;

/// <summary>The sample of seed 0, drawn once for all tests that read it.</summary>
public sealed class SampleFixture : IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    public SampleFixture()
    {
        Folder = SampleScenes.EnsureWritten(cache, 0);
        Dataset = SceneDataset.Open(Folder);
    }

    public string Folder { get; }

    public SceneDataset Dataset { get; }

    public void Dispose() => Directory.Delete(cache, recursive: true);
}

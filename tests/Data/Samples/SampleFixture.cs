using Scenes.Data;

[assembly: AssemblyFixture(typeof(Scenes.Tests.Data.Samples.SampleFixture))]

namespace Scenes.Tests.Data.Samples;

/// <summary>The sample of seed 0, drawn once for all tests of the assembly that ask for it.</summary>
public sealed class SampleFixture : IDisposable
{
    public SampleFixture()
    {
        Folder = SampleScenes.EnsureWritten(Cache, 0);
        Dataset = SceneDataset.Open(Folder);
    }

    public string Cache { get; } = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    public string Folder { get; }

    public SceneDataset Dataset { get; }

    public void Dispose() => Directory.Delete(Cache, recursive: true);
}

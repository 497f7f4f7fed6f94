using Scenes.Data;

[assembly: AssemblyFixture(typeof(Scenes.Tests.Data.Samples.SampleFixture))]

namespace Scenes.Tests.Data.Samples;

/// <summary>The sample of seed 0, drawn once for all tests of the assembly that ask for it, and not at all where none does.</summary>
public sealed class SampleFixture : IDisposable
{
    private readonly Lazy<SceneDataset> drawn;

    public SampleFixture() => drawn = new Lazy<SceneDataset>(() => SceneDataset.Open(SampleScenes.EnsureWritten(Cache, 0)));

    public string Cache { get; } = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    public string Folder => Dataset.Root;

    public SceneDataset Dataset => drawn.Value;

    public void Dispose() => Directory.Delete(Cache, recursive: true);
}

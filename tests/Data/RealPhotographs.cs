using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Tests.Data;

/// <summary>The Intel photographs, for tests that need them.</summary>
internal static class RealPhotographs
{
    public static SceneDataset Open()
    {
        string? path = Environment.GetEnvironmentVariable(Folders.DataVariable);
        Assert.SkipUnless(path is not null && Directory.Exists(Path.Combine(path, "seg_train")),
            $"Set {Folders.DataVariable} to a folder of the Intel photographs (seg_train, seg_test, seg_pred) to run this test.");
        return SceneDataset.Open(path);
    }
}

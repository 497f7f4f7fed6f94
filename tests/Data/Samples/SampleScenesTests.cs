using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Tests.Data.Samples;

public sealed class SampleScenesTests(SampleFixture sample) : IClassFixture<SampleFixture>, IDisposable
{
    private readonly string cache = Directory.CreateTempSubdirectory("scenes-sample-").FullName;

    [Fact]
    public void EnsureWritten_Seed0_IsADatasetOfSixClasses()
    {
        SceneDataset dataset = sample.Dataset;
        Assert.Equal(["buildings", "forest", "glacier", "mountain", "sea", "street"], dataset.ClassNames);
        Assert.Equal(SampleScenes.ClassNames, dataset.ClassNames);
        Assert.Equal(6 * SampleScenes.TrainPerClass, dataset.Train.Count + dataset.Validation.Count);
        Assert.Equal(6 * SampleScenes.TestPerClass, dataset.Test.Count);
        Assert.Equal(SampleScenes.UnlabelledCount, dataset.Unlabelled.Count);
        Assert.Empty(dataset.Ignored);
        for (int label = 0; label < 6; label++)
            Assert.InRange(dataset.Train.Count(image => image.Label == label), 45, 58);
    }

    [Fact]
    public void EnsureWritten_SameSeedInTwoPlaces_GivesTheSameBytes()
    {
        string other = SampleScenes.EnsureWritten(cache, 0);
        foreach (string file in Directory.EnumerateFiles(sample.Folder, "*", SearchOption.AllDirectories))
            Assert.Equal(ContentHash.OfFile(file), ContentHash.OfFile(Path.Combine(other, Path.GetRelativePath(sample.Folder, file))));
    }

    [Fact]
    public void EnsureWritten_DamagedSample_IsMended()
    {
        string folder = Path.Combine(cache, "sample", $"edition-{SampleScenes.Edition}", "sample-1"), name = "seg_train/seg_train/sea/5.jpg";
        string before = ContentHash.OfFile(Path.Combine(SampleScenes.EnsureWritten(cache, 1), name));
        File.WriteAllBytes(Path.Combine(folder, name), []);
        File.Delete(Path.Combine(folder, "seg_pred/seg_pred/30001.jpg"));
        Assert.Equal(folder, SampleScenes.EnsureWritten(cache, 1));
        Assert.Equal(before, ContentHash.OfFile(Path.Combine(folder, name)));
        Assert.Equal([folder], Directory.GetDirectories(Path.GetDirectoryName(folder)!));
        Assert.NotEqual(before, ContentHash.OfFile(Path.Combine(sample.Folder, name)));
    }

    [Fact]
    public void Faults_AreWhatTheySay()
    {
        string Hash(string name) => ContentHash.OfFile(Path.Combine(sample.Folder, name));
        string ClassOf(string name) => name.Split('/')[^2];
        foreach (SampleFault fault in SampleScenes.Faults)
        {
            string last = fault.Files[^1];
            bool sameBytes = Hash(fault.Files[0]) == Hash(last), sameClass = ClassOf(fault.Files[0]) == ClassOf(last);
            Assert.True(sameBytes, $"{fault.Kind}: {string.Join(" and ", fault.Files)} differ");
            Assert.Equal(fault.Kind != SampleFaultKind.ConflictingLabels, sameClass);
            Assert.Equal(fault.Kind == SampleFaultKind.OddSize ? 1 : 2, fault.Files.Count);
        }
        Assert.Equal(Enum.GetValues<SampleFaultKind>(), SampleScenes.Faults.Select(fault => fault.Kind).Distinct());
    }

    [Fact]
    public void Faults_NoOtherFilesAreEqual()
    {
        string[] copies = [.. SampleScenes.Faults.Where(fault => fault.Files.Count == 2).Select(fault => fault.Files[1]).Order()];
        var found = sample.Dataset.Images.GroupBy(image => image.ContentHash).Where(group => group.Count() > 1).ToList();
        Assert.Equal(copies.Length, found.Count);
        Assert.All(found, group => Assert.Single(group, image => copies.Contains(image.Name)));
    }

    public void Dispose() => Directory.Delete(cache, recursive: true);
}

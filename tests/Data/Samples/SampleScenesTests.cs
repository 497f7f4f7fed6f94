using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Tests.Data.Samples;

public sealed class SampleScenesTests(SampleFixture sample)
{
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
    public void EnsureWritten_EachCodec_HasAFolderOfItsOwn() =>
        Assert.Equal(Path.Combine(sample.Cache, "sample", $"edition-{SampleScenes.Edition}", Scenes.Imaging.ImageFile.CodecVersion.Replace(' ', '-'), "sample-0"), sample.Folder);

    [Fact]
    public void EnsureWritten_Again_WritesNothing()
    {
        string parent = Path.GetDirectoryName(sample.Folder)!; // pictures are drawn there before they get their place
        DateTime before = Directory.GetLastWriteTimeUtc(Path.Combine(sample.Folder, "seg_pred/seg_pred")), above = Directory.GetLastWriteTimeUtc(parent);
        Assert.Equal(sample.Folder, SampleScenes.EnsureWritten(sample.Cache, 0));
        Assert.Equal((before, above), (Directory.GetLastWriteTimeUtc(Path.Combine(sample.Folder, "seg_pred/seg_pred")), Directory.GetLastWriteTimeUtc(parent)));
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
}

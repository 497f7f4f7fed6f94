using Scenes.Data;
using Scenes.Imaging;

namespace Scenes.Tests.Data;

public sealed class DatasetAuditTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("scenes-audit-").FullName;

    [Fact]
    public void Run_CleanSet_FindsNothing()
    {
        AddClean();
        var report = Audit();
        Assert.True(report.IsClean);
        Assert.Equal(12, report.ImageCount);
        Assert.Equal([new ClassCount("a", new SplitCounts(4, 0, 2, 0)), new ClassCount("b", new SplitCounts(4, 0, 2, 0))], report.Classes);
        Assert.Equal([new SizeCount(150, 150, new SplitCounts(8, 0, 4, 0))], report.Sizes);
        Assert.Equal([new FormatCount(ImageFormat.Jpeg, ColourMode.Rgb, 8, false, new SplitCounts(8, 0, 4, 0))], report.Formats);
        Assert.Empty(report.OddSizes);
        Assert.Empty(report.Identical);
        Assert.Empty(report.NearDuplicates);
    }

    [Fact]
    public void Run_OddSizeAndOtherFormat_AreListed()
    {
        AddClean();
        Add("train/a/odd.jpg", ImageFile.EncodeJpeg(TestPictures.Blobs(50, 150, 90)));
        Add("seg_pred/is-png.jpg", ImageFile.EncodePng(TestPictures.Blobs(51)));
        var report = Audit();
        var odd = Assert.Single(report.OddSizes);
        Assert.Equal(("train/a/odd.jpg", 150, 90), (odd.Image.Name, odd.Width, odd.Height));
        var misnamed = Assert.Single(report.Misnamed);
        Assert.Equal(("seg_pred/is-png.jpg", ImageFormat.Png), (misnamed.Image.Name, misnamed.Format));
        Assert.Contains(new ClassCount(null, new SplitCounts(0, 0, 0, 1)), report.Classes);
        Assert.True(report.IsClean); // odd, but nothing to decide
    }

    [Fact]
    public void Run_DamagedFiles_AreListedWithTheReason()
    {
        AddClean();
        Add("train/a/empty.jpg", []);
        Add("train/a/text.jpg", "<html>"u8.ToArray());
        Add("train/b/half.jpg", ImageFile.EncodeJpeg(TestPictures.Blobs(50))[..2000]);
        var report = Audit();
        Assert.Equal(["train/a/empty.jpg", "train/a/text.jpg", "train/b/half.jpg"], report.Unreadable.Select(row => row.Image.Name));
        Assert.All(report.Unreadable, row => Assert.NotEmpty(row.Reason));
        Assert.False(report.IsClean);
        Assert.Equal(12, report.Sizes.Sum(row => row.Counts.Total));
    }

    [Fact]
    public void Run_IdenticalFiles_AreGroupedWithConflictsAndLeaks()
    {
        AddClean();
        byte[] within = ImageFile.EncodeJpeg(TestPictures.Blobs(60)), across = ImageFile.EncodeJpeg(TestPictures.Blobs(61));
        Add("train/a/x.jpg", within);
        Add("train/a/y.jpg", within);
        Add("train/b/z.jpg", across);
        Add("test/a/z.jpg", across);
        Add("seg_pred/z.jpg", across);
        var groups = Audit().Identical;
        Assert.Equal(["seg_pred/z.jpg|test/a/z.jpg|train/b/z.jpg", "train/a/x.jpg|train/a/y.jpg"], groups.Select(Names));
        Assert.Equal((true, true), (groups[0].HasConflictingLabels, groups[0].LeaksBetweenSplits));
        Assert.Equal((false, false), (groups[1].HasConflictingLabels, groups[1].LeaksBetweenSplits));
    }

    [Fact]
    public void Run_NearDuplicates_AreGroupedTransitively()
    {
        AddClean();
        var image = TestPictures.Blobs(70);
        Add("train/a/one.jpg", ImageFile.EncodeJpeg(image, 95));
        Add("train/a/two.jpg", ImageFile.EncodeJpeg(image, 40));
        Add("test/b/three.png", ImageFile.EncodePng(TestPictures.Blobs(70, 100, 80)));
        Add("train/a/two-again.jpg", ImageFile.EncodeJpeg(image, 40));
        var report = Audit();
        var group = Assert.Single(report.NearDuplicates);
        Assert.Equal("test/b/three.png|train/a/one.jpg|train/a/two-again.jpg|train/a/two.jpg", Names(group));
        Assert.InRange(group.LargestStep, 0, report.NearDistance);
        Assert.True(group.HasConflictingLabels);
        Assert.True(group.LeaksBetweenSplits);
        Assert.Equal("train/a/two-again.jpg|train/a/two.jpg", Names(Assert.Single(report.Identical)));
    }

    [Fact]
    public void Near_Chain_IsOneGroupAndTheDistanceIsKept()
    {
        var facts = new ulong[] { 0, 0b11, 0b1111, 0b111_1111, ulong.MaxValue }.Select((bits, i) => new ImageFacts(
            new SceneImage($"/{i}", $"{i}", 0, SceneSplit.Train, $"hash {i}"), null, new PerceptualHash(bits, 0, 0, 0), null));
        var group = Assert.Single(DuplicateSearch.Near(facts, 2, TestContext.Current.CancellationToken));
        Assert.Equal(("0|1|2", 2), (Names(group), group.LargestStep)); // 0 and 2 are 4 apart, joined by 1; 3 is 3 away
    }

    [Fact]
    public void Run_PlainPictures_AreNoNearDuplicates()
    {
        AddClean();
        for (int i = 0; i < 3; i++)
        {
            var plain = new RgbImage(150, 150);
            plain.Pixels.AsSpan().Fill((byte)(80 * i));
            Add($"train/a/plain{i}.png", ImageFile.EncodePng(plain));
        }
        Assert.Empty(Audit().NearDuplicates);
    }

    [Fact]
    public void FromJson_OfToJson_IsTheSame()
    {
        AddClean();
        Add("train/a/copy.jpg", File.ReadAllBytes(Path.Combine(root, "train/b/0.jpg")));
        Add("train/a/text.jpg", "text"u8.ToArray());
        var report = Audit();
        string json = report.ToJson();
        var again = AuditReport.FromJson(json);
        Assert.Equal(json, again.ToJson());
        Assert.Equal(report.Classes, again.Classes);
        Assert.Contains("\"hasConflictingLabels\": true", json, StringComparison.Ordinal);
        Assert.Contains("\"split\": \"Train\"", json, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => AuditReport.FromJson("{}"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(97)]
    public void Run_DistanceOutOfRange_IsAnError(int distance)
    {
        AddClean();
        Assert.Throws<ArgumentOutOfRangeException>(() => Audit(new AuditOptions { NearDistance = distance }));
    }

    [Fact]
    public void Run_Cancelled_Stops()
    {
        AddClean();
        var set = SceneDataset.Open(root, new SplitOptions(0));
        Assert.ThrowsAny<OperationCanceledException>(() => DatasetAudit.Run(set, cancellation: new CancellationToken(true)));
    }

    [Fact]
    public void Run_RealPhotographs_AgreesWithWhatIsKnown()
    {
        var set = RealPhotographs.Open();
        Assert.SkipUnless(set.Images.Count == 7562, "The known findings are those of a part of the set with 7,562 images.");
        var report = DatasetAudit.Run(set, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(new SizeCount(150, 150, new SplitCounts(0, 0, 0, 0)), report.Sizes[0] with { Counts = new SplitCounts(0, 0, 0, 0) });
        var odd = SplitCounts.Of(report.OddSizes.Select(row => row.Image));
        Assert.Equal((48, 3, 13), (odd.Train + odd.Validation, odd.Test, odd.Unlabelled)); // 12 unlabelled JPEGs and the PNG
        Assert.Equal(["seg_pred/seg_pred/7606.jpg"], report.Misnamed.Select(row => row.Image.Name));
        Assert.Contains(report.OddSizes, row => row.Image.Name == "seg_pred/seg_pred/7606.jpg");
        Assert.Empty(report.Unreadable);
        Assert.Equal(16, report.Identical.Count);
        Assert.All(report.Identical, group => Assert.Equal(2, group.Images.Count));
        Assert.Equal(12, report.Identical.Count(group => group.HasConflictingLabels));
        Assert.Equal(
            [
                "seg_test/seg_test/buildings/20805.jpg|seg_train/seg_train/street/10408.jpg",
                "seg_test/seg_test/glacier/21469.jpg|seg_train/seg_train/mountain/14341.jpg",
            ],
            report.Identical.Where(group => group.LeaksBetweenSplits).Select(Names));
        Assert.Equal(24, report.NearDuplicates.Count); // the eight least alike were looked at: the same photograph, or the same place within seconds
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Names(DuplicateGroup group) => string.Join('|', group.Images.Select(image => image.Name));

    private AuditReport Audit(AuditOptions? options = null) => DatasetAudit.Run(SceneDataset.Open(root, new SplitOptions(0)), options);

    private void AddClean()
    {
        for (int i = 0; i < 12; i++)
            Add($"{(i < 8 ? "train" : "test")}/{(i % 2 == 0 ? "a" : "b")}/{i / 2}.jpg", ImageFile.EncodeJpeg(TestPictures.Blobs(i)));
    }

    private void Add(string name, byte[] bytes)
    {
        string path = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }
}

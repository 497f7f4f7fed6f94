using Scenes.Features;
using TorchSharp;

namespace Scenes.Tests.Features;

/// <summary>What a cache deletes: by its limit, and when it is cleared.</summary>
public sealed class FeatureCacheLimitTests : FeatureCacheCase
{
    [Fact]
    public void GetOrCompute_DamagedFileBesideAnother_StaysUnderTheLimitAllTheTime()
    {
        var cache = new FeatureCache(Folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        cache.GetOrCompute(Key with { Cut = "second" }, Source()).Dispose();
        cache.GetOrCompute(Key, Source()).Dispose();
        Damage(Path.Combine(Folder, Key.FileName), fromEnd: 10);
        var sizes = new List<long>();
        using FeatureSet set = cache.GetOrCompute(Key, () => new FeatureBatches([Width], Watched));
        AssertRight(set);
        Assert.InRange(sizes.Max(), 8_000, cache.LimitBytes);
        Assert.Equal(2, cache.List().Count);

        IEnumerable<torch.Tensor> Watched(int from)
        {
            foreach (torch.Tensor batch in Batches(from, int.MaxValue, null))
            {
                sizes.Add(new DirectoryInfo(Folder).EnumerateFiles().Sum(file => file.Length));
                yield return batch;
            }
        }
    }

    [Fact]
    public void GetOrCompute_Limit_DeletesTheFileUnusedForLongest()
    {
        var cache = new FeatureCache(Folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        cache.GetOrCompute(Key, Source()).Dispose();
        cache.GetOrCompute(Key with { Cut = "second" }, Source()).Dispose();
        File.SetLastWriteTimeUtc(Path.Combine(Folder, Key.FileName), DateTime.UnixEpoch);
        cache.GetOrCompute(Key with { Cut = "third" }, Source()).Dispose();
        Assert.Equal(["net-second", "net-third"], cache.List().Select(file => file.Name[..file.Name.LastIndexOf('-')]).Order());
    }

    [Fact]
    public void GetOrCompute_LimitLoweredLater_IsKeptAtTheNextUse()
    {
        var wide = new FeatureCache(Folder);
        foreach (string cut in (string[])["first", "second", "third"]) wide.GetOrCompute(Key with { Cut = cut }, Source()).Dispose();
        File.SetLastWriteTimeUtc(Path.Combine(Folder, (Key with { Cut = "second" }).FileName), DateTime.UnixEpoch);
        var narrow = new FeatureCache(Folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        narrow.GetOrCompute(Key with { Cut = "third" }, Source()).Dispose();
        Assert.Equal(["net-first", "net-third"], narrow.List().Select(file => file.Name[..file.Name.LastIndexOf('-')]).Order());
    }

    [Fact]
    public void GetOrCompute_AnotherProcessIsWriting_CountsItsFileAtFullLength()
    {
        FeatureKey other = Key with { Cut = "other" };
        Assert.Throws<TimeoutException>(() => new FeatureCache(Folder).GetOrCompute(other, Source(stopAt: 300))); // about 4,000 of 8,000 bytes
        FeatureKey finished = Key with { Cut = "finished" };
        new FeatureCache(Folder).GetOrCompute(finished, Source()).Dispose();
        using var held = new FileStream(Path.Combine(Folder, other.FileName + ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.Throws<IOException>(() => new FeatureCache(Folder, limitBytes: 14_000).GetOrCompute(Key, Source()));
        Assert.Contains("Other processes", error.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(Folder, finished.FileName))); // deleting it would not have made room enough
    }

    [Fact]
    public void GetOrCompute_LockOfAFinishedFileThatCannotBeTaken_IsNoHindrance()
    {
        FeatureKey finished = Key with { Cut = "finished" };
        new FeatureCache(Folder).GetOrCompute(finished, Source()).Dispose();
        Directory.CreateDirectory(Path.Combine(Folder, finished.FileName + ".lock")); // as little to be opened as another user's
        new FeatureCache(Folder).GetOrCompute(Key, Source()).Dispose();
    }

    [Fact]
    public void GetOrCompute_AnotherProcessIsMakingRoom_CountsWhatItTakes()
    {
        FeatureKey other = Key with { Cut = "other" };
        string elsewhere = Path.Combine(Folder, "elsewhere"), unfinished = other.FileName + ".partial";
        Assert.Throws<TimeoutException>(() => new FeatureCache(elsewhere).GetOrCompute(other, Source(stopAt: 0)));
        var room = new FileStream(Path.Combine(Folder, FeatureCache.RoomLock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        using var held = new FileStream(Path.Combine(Folder, other.FileName + ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var said = new List<string>();
        var error = Assert.Throws<IOException>(() => new FeatureCache(Folder, limitBytes: 14_000).GetOrCompute(Key, Source(), report: text => // one file of about 8,000 bytes
        {
            said.Add(text);
            File.Move(Path.Combine(elsewhere, unfinished), Path.Combine(Folder, unfinished));
            room.Dispose();
        }));
        Assert.Contains("Other processes", error.Message, StringComparison.Ordinal);
        Assert.Contains("making room", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_LimitTooSmall_SaysWhatToRaise()
    {
        var error = Assert.Throws<IOException>(() => new FeatureCache(Folder, limitBytes: 100).GetOrCompute(Key, Source()));
        Assert.Contains(FeatureCache.LimitVariable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Clear_EverythingFinishedAndUnfinished_IsDeleted()
    {
        var cache = new FeatureCache(Folder);
        cache.GetOrCompute(Key, Source()).Dispose();
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(Key with { Cut = "b" }, Source(stopAt: 599)));
        Assert.Equal(2, cache.List().Count);
        File.WriteAllText(Path.Combine(Folder, $"orphan-{new string('a', 24)}.safetensors.journal"), "");
        Assert.True(cache.Clear() > 0);
        Assert.Empty(Directory.GetFiles(Folder)); // no lock and no journal either
    }

    /// <summary>A journal is written under a temporary name first; it is no feature file, and belongs to whoever holds the lock of one.</summary>
    [Fact]
    public void Clear_JournalThatIsBeingWritten_IsLeftUntilItsWriterIsGone()
    {
        var cache = new FeatureCache(Folder, limitBytes: 10_000); // one file of about 8,000 bytes
        string other = Path.Combine(Folder, $"other-{new string('b', 24)}.safetensors"), written = other + ".journal.0123.partial";
        File.WriteAllText(written, new string('0', 5000));
        using (new FileStream(other + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Empty(cache.List());
            cache.GetOrCompute(Key, Source()).Dispose();
            cache.Clear();
            Assert.True(File.Exists(written));
        }
        cache.Clear();
        Assert.Empty(Directory.GetFiles(Folder));
    }

    [Fact]
    public void LimitAndClear_FilesOfOthers_AreLeftAlone()
    {
        string weights = Path.Combine(Folder, "resnet50.safetensors");
        File.WriteAllText(weights, new string('0', 50_000));
        var cache = new FeatureCache(Folder, limitBytes: 10_000);
        cache.GetOrCompute(Key, Source()).Dispose();
        cache.GetOrCompute(Key with { Cut = "second" }, Source()).Dispose();
        Assert.Single(cache.List());
        cache.Clear();
        Assert.Equal([weights], Directory.GetFiles(Folder));
    }
}

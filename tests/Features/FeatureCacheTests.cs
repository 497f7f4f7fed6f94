using Scenes.Features;
using TorchSharp;

namespace Scenes.Tests.Features;

public sealed class FeatureCacheTests : IDisposable
{
    private const int Images = 600, Width = 3; // three chunks, the last one short

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;
    private readonly FeatureKey key = FeatureKeyTests.Key with { Count = Images };

    private int computedFrom = -1, computedBatches;

    [Fact]
    public void GetOrCompute_SecondTime_ReadsTheFile()
    {
        var cache = new FeatureCache(folder);
        using FeatureSet first = cache.GetOrCompute(key, Source());
        using FeatureSet second = cache.GetOrCompute(key, () => throw new InvalidOperationException("computed twice"));
        AssertRight(second);
        Assert.Single(cache.List());
    }

    [Fact]
    public void Rows_AnyOrder_AreThoseOfTheImages()
    {
        using FeatureSet set = new FeatureCache(folder).GetOrCompute(key, Source());
        using torch.Tensor rows = set.Rows([599, 0, 599]);
        Assert.Equal([Value(599, 0), Value(599, 1), Value(599, 2), Value(0, 0), Value(0, 1), Value(0, 2), Value(599, 0), Value(599, 1), Value(599, 2)],
            rows.data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Rows([Images]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Rows([-1]));
    }

    [Fact]
    public void GetOrCompute_StoredAsHalf_RoundsOnce()
    {
        using FeatureSet set = new FeatureCache(folder).GetOrCompute(key with { Stored = Precision.Float16 }, Source());
        using torch.Tensor rows = set.Rows([7]);
        Assert.Equal((float)(Half)Value(7, 1), rows.data<float>()[1]);
    }

    [Fact]
    public void GetOrCompute_StoredAsHalf_LeavesNoTensorBehind()
    {
        long before = Alive();
        using FeatureSet set = new FeatureCache(folder).GetOrCompute(key with { Stored = Precision.Float16 }, Source());
        Assert.Equal(before, Alive());

        static long Alive() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
    }

    [Theory]
    [InlineData(0)] // before the first chunk was finished
    [InlineData(300)] // in the second chunk
    [InlineData(599)] // just before the end
    public void GetOrCompute_StoppedOnTheWay_ContinuesAtTheLastChunkWithTheSameBytes(int stopAt)
    {
        var cache = new FeatureCache(folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(key, Source(stopAt)));
        using (FeatureSet set = cache.GetOrCompute(key, Source())) AssertRight(set);
        Assert.Equal(stopAt / FeatureCache.ChunkRows * FeatureCache.ChunkRows, computedFrom);
        var undisturbed = new FeatureCache(Path.Combine(folder, "other"));
        undisturbed.GetOrCompute(key, Source()).Dispose();
        Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed.Folder, key.FileName)), File.ReadAllBytes(Path.Combine(folder, key.FileName)));
        Assert.Empty(Directory.GetFiles(folder, "*.partial"));
        Assert.Empty(Directory.GetFiles(folder, "*.journal"));
    }

    [Fact]
    public void GetOrCompute_UnfinishedFileDamaged_KeepsOnlyWhatItsJournalVouchesFor()
    {
        var cache = new FeatureCache(folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(key, Source(stopAt: 599)));
        Damage(Path.Combine(folder, key.FileName + ".partial"), fromEnd: 10);
        using FeatureSet set = cache.GetOrCompute(key, Source());
        AssertRight(set);
        Assert.Equal(FeatureCache.ChunkRows, computedFrom);
    }

    [Theory]
    [InlineData(10)] // the header
    [InlineData(-10)] // the data
    public void GetOrCompute_DamagedFile_SaysSoAndMakesItAgain(int at)
    {
        var cache = new FeatureCache(folder);
        cache.GetOrCompute(key, Source()).Dispose();
        string path = Path.Combine(folder, key.FileName);
        Damage(path, fromEnd: at < 0 ? -at : (int)new FileInfo(path).Length - at);
        var said = new List<string>();
        using FeatureSet set = cache.GetOrCompute(key, Source(), report: said.Add);
        AssertRight(set);
        Assert.Contains("damaged", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_DamagedFileBesideAnother_StaysUnderTheLimitAllTheTime()
    {
        var cache = new FeatureCache(folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        cache.GetOrCompute(key with { Cut = "second" }, Source()).Dispose();
        cache.GetOrCompute(key, Source()).Dispose();
        Damage(Path.Combine(folder, key.FileName), fromEnd: 10);
        var sizes = new List<long>();
        using FeatureSet set = cache.GetOrCompute(key, () => new FeatureBatches([Width], Watched));
        AssertRight(set);
        Assert.InRange(sizes.Max(), 8_000, cache.LimitBytes);
        Assert.Equal(2, cache.List().Count);

        IEnumerable<torch.Tensor> Watched(int from)
        {
            foreach (torch.Tensor batch in Batches(from, int.MaxValue, null))
            {
                sizes.Add(new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length));
                yield return batch;
            }
        }
    }

    [Fact]
    public async Task GetOrCompute_TwoAtOnce_OneComputes()
    {
        var said = new List<string>();
        using var waiting = new ManualResetEventSlim();
        Task[] tasks = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using FeatureSet set = new FeatureCache(folder).GetOrCompute(key, Source(after: waiting), report: text =>
            {
                lock (said) said.Add(text);
                waiting.Set();
            });
            AssertRight(set);
        }))];
        await Task.WhenAll(tasks);
        Assert.Equal(7, computedBatches); // 100 + 100 + 56, the same again, 88
        Assert.Contains("waiting", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_Limit_DeletesTheFileUnusedForLongest()
    {
        var cache = new FeatureCache(folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        cache.GetOrCompute(key, Source()).Dispose();
        cache.GetOrCompute(key with { Cut = "second" }, Source()).Dispose();
        File.SetLastWriteTimeUtc(Path.Combine(folder, key.FileName), DateTime.UnixEpoch);
        cache.GetOrCompute(key with { Cut = "third" }, Source()).Dispose();
        Assert.Equal(["net-second", "net-third"], cache.List().Select(file => file.Name[..file.Name.LastIndexOf('-')]).Order());
    }

    [Fact]
    public void GetOrCompute_LimitLoweredLater_IsKeptAtTheNextUse()
    {
        var wide = new FeatureCache(folder);
        foreach (string cut in (string[])["first", "second", "third"]) wide.GetOrCompute(key with { Cut = cut }, Source()).Dispose();
        File.SetLastWriteTimeUtc(Path.Combine(folder, (key with { Cut = "second" }).FileName), DateTime.UnixEpoch);
        var narrow = new FeatureCache(folder, limitBytes: 20_000); // two files of about 8,000 bytes, not three
        narrow.GetOrCompute(key with { Cut = "third" }, Source()).Dispose();
        Assert.Equal(["net-first", "net-third"], narrow.List().Select(file => file.Name[..file.Name.LastIndexOf('-')]).Order());
    }

    [Fact]
    public void GetOrCompute_AnotherProcessIsWriting_CountsItsFileAtFullLength()
    {
        FeatureKey other = key with { Cut = "other" };
        Assert.Throws<TimeoutException>(() => new FeatureCache(folder).GetOrCompute(other, Source(stopAt: 300))); // about 4,000 of 8,000 bytes
        using var held = new FileStream(Path.Combine(folder, other.FileName + ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var error = Assert.Throws<IOException>(() => new FeatureCache(folder, limitBytes: 14_000).GetOrCompute(key, Source()));
        Assert.Contains("Other processes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_AnotherProcessIsMakingRoom_CountsWhatItTakes()
    {
        FeatureKey other = key with { Cut = "other" };
        string elsewhere = Path.Combine(folder, "elsewhere"), unfinished = other.FileName + ".partial";
        Assert.Throws<TimeoutException>(() => new FeatureCache(elsewhere).GetOrCompute(other, Source(stopAt: 0)));
        var room = new FileStream(Path.Combine(folder, FeatureCache.RoomLock), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        using var held = new FileStream(Path.Combine(folder, other.FileName + ".lock"), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
        var said = new List<string>();
        var error = Assert.Throws<IOException>(() => new FeatureCache(folder, limitBytes: 14_000).GetOrCompute(key, Source(), report: text => // one file of about 8,000 bytes
        {
            said.Add(text);
            File.Move(Path.Combine(elsewhere, unfinished), Path.Combine(folder, unfinished));
            room.Dispose();
        }));
        Assert.Contains("Other processes", error.Message, StringComparison.Ordinal);
        Assert.Contains("making room", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_RowsOfManyMegabytes_ContinueAfterAFewImages()
    {
        const int Row = 10 << 20; // 40 MB in fp32: 256 of them are more than an array can hold
        int from = -1;
        var cache = new FeatureCache(folder, limitBytes: 1L << 40);
        for (int run = 0; run < 2; run++) Assert.Throws<TimeoutException>(() => cache.GetOrCompute(key, () => new FeatureBatches([Row], Killed)));
        Assert.Equal(2, from);

        IEnumerable<torch.Tensor> Killed(int start)
        {
            from = start;
            for (int image = start; image < 3; image++) yield return torch.zeros(1, Row);
            throw new TimeoutException("killed");
        }
    }

    [Fact]
    public void GetOrCompute_JournalCannotBeRead_ClosesTheUnfinishedFile()
    {
        var cache = new FeatureCache(folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(key, Source(stopAt: 300)));
        string path = Path.Combine(folder, key.FileName);
        using (new FileStream(path + ".journal", FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Assert.Throws<IOException>(() => cache.GetOrCompute(key, Source()));
        using var closed = new FileStream(path + ".partial", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Folder_RelativePath_IsMadeFull() =>
        Assert.Equal(folder, new FeatureCache(Path.GetRelativePath(Directory.GetCurrentDirectory(), folder)).Folder);

    [Fact]
    public void GetOrCompute_LimitTooSmall_SaysWhatToRaise()
    {
        var error = Assert.Throws<IOException>(() => new FeatureCache(folder, limitBytes: 100).GetOrCompute(key, Source()));
        Assert.Contains(FeatureCache.LimitVariable, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_Cancelled_KeepsFinishedChunks()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Relay(at => { if (at.Done >= 300) stop.Cancel(); });
        var cache = new FeatureCache(folder);
        Assert.Throws<OperationCanceledException>(() => cache.GetOrCompute(key, Source(), progress, cancellation: stop.Token));
        cache.GetOrCompute(key, Source()).Dispose();
        Assert.Equal(FeatureCache.ChunkRows, computedFrom);
    }

    [Fact]
    public void Clear_EverythingFinishedAndUnfinished_IsDeleted()
    {
        var cache = new FeatureCache(folder);
        cache.GetOrCompute(key, Source()).Dispose();
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(key with { Cut = "b" }, Source(stopAt: 599)));
        Assert.Equal(2, cache.List().Count);
        File.WriteAllText(Path.Combine(folder, $"orphan-{new string('a', 24)}.safetensors.journal"), "");
        Assert.True(cache.Clear() > 0);
        Assert.Empty(Directory.GetFiles(folder)); // no lock and no journal either
    }

    /// <summary>A journal is written under a temporary name first; it is no feature file, and belongs to whoever holds the lock of one.</summary>
    [Fact]
    public void Clear_JournalThatIsBeingWritten_IsLeftUntilItsWriterIsGone()
    {
        var cache = new FeatureCache(folder, limitBytes: 10_000); // one file of about 8,000 bytes
        string other = Path.Combine(folder, $"other-{new string('b', 24)}.safetensors"), written = other + ".journal.0123.partial";
        File.WriteAllText(written, new string('0', 5000));
        using (new FileStream(other + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.Empty(cache.List());
            cache.GetOrCompute(key, Source()).Dispose();
            cache.Clear();
            Assert.True(File.Exists(written));
        }
        cache.Clear();
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void LimitAndClear_FilesOfOthers_AreLeftAlone()
    {
        string weights = Path.Combine(folder, "resnet50.safetensors");
        File.WriteAllText(weights, new string('0', 50_000));
        var cache = new FeatureCache(folder, limitBytes: 10_000);
        cache.GetOrCompute(key, Source()).Dispose();
        cache.GetOrCompute(key with { Cut = "second" }, Source()).Dispose();
        Assert.Single(cache.List());
        cache.Clear();
        Assert.Equal([weights], Directory.GetFiles(folder));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static float Value(int image, int column) => (image * 7 + column) / 3f;

    private static void AssertRight(FeatureSet set)
    {
        using torch.Tensor all = set.All();
        Assert.Equal([Images, Width], all.shape);
        Assert.Equal(Enumerable.Range(0, Images * Width).Select(i => Value(i / Width, i % Width)), all.data<float>().ToArray());
    }

    private static void Damage(string path, int fromEnd)
    {
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^fromEnd] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Batches of up to 100 images that start on chunk borders, as an extraction's do.</summary>
    private Func<FeatureBatches> Source(int stopAt = int.MaxValue, ManualResetEventSlim? after = null) => () => new FeatureBatches([Width], from => Batches(from, stopAt, after));

    private IEnumerable<torch.Tensor> Batches(int from, int stopAt, ManualResetEventSlim? after)
    {
        computedFrom = from;
        for (int start = from; start < Images;)
        {
            int size = Math.Min(Math.Min(100, Images - start), FeatureCache.ChunkRows - start % FeatureCache.ChunkRows);
            if (start + size > stopAt) throw new TimeoutException("killed");
            after?.Wait(TimeSpan.FromMinutes(1));
            Interlocked.Increment(ref computedBatches);
            yield return torch.tensor(Enumerable.Range(start * Width, size * Width).Select(i => Value(i / Width, i % Width)).ToArray(), [size, Width]);
            start += size;
        }
    }

    private sealed class Relay(Action<ExtractionProgress> heard) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => heard(value);
    }
}

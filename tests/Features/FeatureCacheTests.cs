using Scenes.Features;
using TorchSharp;

namespace Scenes.Tests.Features;

public sealed class FeatureCacheTests : FeatureCacheCase
{
    [Fact]
    public void GetOrCompute_SecondTime_ReadsTheFile()
    {
        var cache = new FeatureCache(Folder);
        using FeatureSet first = cache.GetOrCompute(Key, Source());
        using FeatureSet second = cache.GetOrCompute(Key, () => throw new InvalidOperationException("computed twice"));
        AssertRight(second);
        Assert.Single(cache.List());
    }

    [Fact]
    public void Rows_AnyOrder_AreThoseOfTheImages()
    {
        using FeatureSet set = new FeatureCache(Folder).GetOrCompute(Key, Source());
        using torch.Tensor rows = set.Rows([599, 0, 599]);
        Assert.Equal([Value(599, 0), Value(599, 1), Value(599, 2), Value(0, 0), Value(0, 1), Value(0, 2), Value(599, 0), Value(599, 1), Value(599, 2)],
            rows.data<float>().ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Rows([Images]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Rows([-1]));
    }

    [Fact]
    public void GetOrCompute_StoredAsHalf_RoundsOnce()
    {
        using FeatureSet set = new FeatureCache(Folder).GetOrCompute(Key with { Stored = Precision.Float16 }, Source());
        using torch.Tensor rows = set.Rows([7]);
        Assert.Equal((float)(Half)Value(7, 1), rows.data<float>()[1]);
    }

    [Fact]
    public void GetOrCompute_StoredAsHalf_LeavesNoTensorBehind()
    {
        long before = Alive();
        using FeatureSet set = new FeatureCache(Folder).GetOrCompute(Key with { Stored = Precision.Float16 }, Source());
        Assert.Equal(before, Alive());

        static long Alive() => DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
    }

    [Theory]
    [InlineData(0)] // before the first chunk was finished
    [InlineData(300)] // in the second chunk
    [InlineData(599)] // just before the end
    public void GetOrCompute_StoppedOnTheWay_ContinuesAtTheLastChunkWithTheSameBytes(int stopAt)
    {
        var cache = new FeatureCache(Folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(Key, Source(stopAt)));
        using (FeatureSet set = cache.GetOrCompute(Key, Source())) AssertRight(set);
        Assert.Equal(stopAt / FeatureCache.ChunkRows * FeatureCache.ChunkRows, ComputedFrom);
        var undisturbed = new FeatureCache(Path.Combine(Folder, "other"));
        undisturbed.GetOrCompute(Key, Source()).Dispose();
        Assert.Equal(File.ReadAllBytes(Path.Combine(undisturbed.Folder, Key.FileName)), File.ReadAllBytes(Path.Combine(Folder, Key.FileName)));
        Assert.Empty(Directory.GetFiles(Folder, "*.partial"));
        Assert.Empty(Directory.GetFiles(Folder, "*.journal"));
    }

    /// <summary>As a kill leaves it after the checksum was filled in and before the file had its name.</summary>
    [Fact]
    public void GetOrCompute_StoppedBeforeTheLastRename_ComputesNothingAgain()
    {
        var cache = new FeatureCache(Folder);
        string partial = Path.Combine(Folder, Key.FileName + ".partial"), journal = Path.Combine(Folder, Key.FileName + ".journal");
        var layout = new FeatureFileLayout(Key, [Width]);
        using (FeatureFileWriter writer = FeatureFileWriter.Resume(Path.Combine(Folder, Key.FileName), layout))
            foreach (torch.Tensor batch in Batches(0, int.MaxValue, null))
                using (batch)
                    writer.Append(batch.bytes);
        byte[] finished = File.ReadAllBytes(partial);
        layout.Header(new string('a', 64)).CopyTo(finished, 0);
        File.WriteAllBytes(partial, finished);
        using FeatureSet again = cache.GetOrCompute(Key, Source());
        AssertRight(again);
        Assert.Equal(Images, ComputedFrom);
        Assert.False(File.Exists(partial) || File.Exists(journal));
    }

    [Fact]
    public void GetOrCompute_UnfinishedFileDamaged_KeepsOnlyWhatItsJournalVouchesFor()
    {
        var cache = new FeatureCache(Folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(Key, Source(stopAt: 599)));
        Damage(Path.Combine(Folder, Key.FileName + ".partial"), fromEnd: 10);
        using FeatureSet set = cache.GetOrCompute(Key, Source());
        AssertRight(set);
        Assert.Equal(FeatureCache.ChunkRows, ComputedFrom);
    }

    [Theory]
    [InlineData(10)] // the header
    [InlineData(-10)] // the data
    public void GetOrCompute_DamagedFile_SaysSoAndMakesItAgain(int at)
    {
        var cache = new FeatureCache(Folder);
        cache.GetOrCompute(Key, Source()).Dispose();
        string path = Path.Combine(Folder, Key.FileName);
        Damage(path, fromEnd: at < 0 ? -at : (int)new FileInfo(path).Length - at);
        var said = new List<string>();
        using FeatureSet set = cache.GetOrCompute(Key, Source(), report: said.Add);
        AssertRight(set);
        Assert.Contains("damaged", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetOrCompute_TwoAtOnce_OneComputes()
    {
        var said = new List<string>();
        using var waiting = new ManualResetEventSlim();
        Task[] tasks = [.. Enumerable.Range(0, 2).Select(_ => Task.Run(() =>
        {
            using FeatureSet set = new FeatureCache(Folder).GetOrCompute(Key, Source(after: waiting), report: text =>
            {
                lock (said) said.Add(text);
                waiting.Set();
            });
            AssertRight(set);
        }))];
        await Task.WhenAll(tasks);
        Assert.Equal(7, ComputedBatches); // 100 + 100 + 56, the same again, 88
        Assert.Contains("waiting", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrCompute_RowsOfManyMegabytes_ContinueAfterAFewImages()
    {
        const int Row = 10 << 20; // 40 MB in fp32: 256 of them are more than an array can hold
        int from = -1;
        var cache = new FeatureCache(Folder, limitBytes: 1L << 40);
        for (int run = 0; run < 2; run++) Assert.Throws<TimeoutException>(() => cache.GetOrCompute(Key, () => new FeatureBatches([Row], Killed)));
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
        var cache = new FeatureCache(Folder);
        Assert.Throws<TimeoutException>(() => cache.GetOrCompute(Key, Source(stopAt: 300)));
        string path = Path.Combine(Folder, Key.FileName);
        using (new FileStream(path + ".journal", FileMode.Open, FileAccess.ReadWrite, FileShare.None)) Assert.Throws<IOException>(() => cache.GetOrCompute(Key, Source()));
        using var closed = new FileStream(path + ".partial", FileMode.Open, FileAccess.ReadWrite, FileShare.None);
    }

    [Fact]
    public void Folder_RelativePath_IsMadeFull() =>
        Assert.Equal(Folder, new FeatureCache(Path.GetRelativePath(Directory.GetCurrentDirectory(), Folder)).Folder);

    [Fact]
    public void GetOrCompute_Cancelled_KeepsFinishedChunks()
    {
        using var stop = new CancellationTokenSource();
        var progress = new Relay(at => { if (at.Done >= 300) stop.Cancel(); });
        var cache = new FeatureCache(Folder);
        Assert.Throws<OperationCanceledException>(() => cache.GetOrCompute(Key, Source(), progress, cancellation: stop.Token));
        cache.GetOrCompute(Key, Source()).Dispose();
        Assert.Equal(FeatureCache.ChunkRows, ComputedFrom);
    }

    private sealed class Relay(Action<ExtractionProgress> heard) : IProgress<ExtractionProgress>
    {
        public void Report(ExtractionProgress value) => heard(value);
    }
}

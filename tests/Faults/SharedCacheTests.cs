using System.Diagnostics;
using Scenes.Features;

namespace Scenes.Tests.Faults;

/// <summary>Several processes work in one folder at once.</summary>
public sealed class SharedCacheTests(FaultTable table) : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-shared-").FullName;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Features_SeveralProcesses_OneComputesAndAllReadTheSame(int processes)
    {
        FaultRow row = table.Row("processes on one cache");
        row.Tried += processes;
        Process[] children = await Task.WhenAll(Enumerable.Range(0, processes).Select(_ => ChildJob.StartAsync("features", folder)));
        string[] said = await Task.WhenAll(children.Select(ChildJob.FinishAsync));
        Assert.Single(said, text => text.Trim() == "computed");
        Assert.Equal(processes - 1, said.Count(text => text.Trim() == "found"));
        using FeatureSet set = new FeatureCache(Path.Combine(folder, "done")).GetOrCompute(ChildJob.Key, () => throw new InvalidOperationException("computed again"));
        using var last = set.Rows([ChildJob.Key.Count - 1]);
        Assert.Equal(16 * (ChildJob.Key.Count - 1) / 7f, last.data<float>()[0]);
        foreach (Process child in children) child.Dispose();
        row.Unharmed += processes;
    }

    [Fact]
    public async Task Features_TheComputingProcessIsKilled_AnotherTakesOver()
    {
        Process[] children = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => ChildJob.StartAsync("features until told", folder)));
        Task<string?>[] lines = [.. children.Select(child => child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask())];
        Task<string?> first = await Task.WhenAny(lines);
        Assert.Equal("computing", await first);
        int killed = Array.IndexOf(lines, first);
        children[killed].Kill();
        await File.WriteAllTextAsync(Path.Combine(folder, ChildJob.GoFile), "", TestContext.Current.CancellationToken);
        string[] said = await Task.WhenAll(Enumerable.Range(0, 3).Where(i => i != killed).Select(async i => $"{await lines[i]} {await ChildJob.FinishAsync(children[i])}".Trim()));
        Assert.Equal(["computing computed", "found"], said.Order());
        new FeatureCache(Path.Combine(folder, "done")).GetOrCompute(ChildJob.Key, () => throw new InvalidOperationException("computed again")).Dispose();
        foreach (Process child in children) child.Dispose();
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

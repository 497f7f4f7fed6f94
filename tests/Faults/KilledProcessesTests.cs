using System.Diagnostics;
using System.IO.Compression;
using Scenes.Backbones;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Runtime;
using Scenes.Tests.Data;
using Scenes.Tests.Training;

namespace Scenes.Tests.Faults;

/// <summary>
/// Real processes are killed at random moments, again and again; what is under a final name is whole at every moment, and the run after the last kill
/// ends with the bytes of an undisturbed one.
/// </summary>
public sealed class KilledProcessesTests(FaultTable table, ITestOutputHelper output) : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("scenes-killed-").FullName;

    [Fact]
    public async Task Download_Killed_ContinuesToTheSameBytes()
    {
        byte[] content = new byte[400_000];
        new Random(1).NextBytes(content);
        using var server = new LoopbackServer(SlowFile(content));
        await KillAsync("download", server.Url, (folder, calm) => AssertWholeOrMissing(folder, calm, "done"));
        output.WriteLine($"{server.Requests.Count(request => request.Range is { From: > 0 })} of {server.Requests.Count} requests went on in the middle.");
    }

    [Fact]
    public async Task Unpack_Killed_ShowsTheFolderOnlyWhenItIsComplete() =>
        await KillAsync("unpack", null, (folder, calm) => AssertWholeOrMissing(folder, calm, "done"), MakeZip);

    [Fact]
    public async Task Features_Killed_ContinueToTheSameBytes() =>
        await KillAsync("features", null, (folder, calm) => AssertWholeOrMissing(folder, calm, Path.Combine("done", ChildJob.Key.FileName)));

    [Fact]
    public async Task Report_Killed_HasWholeFilesOnly() => await KillAsync("report", null, (folder, calm) =>
    {
        foreach (string file in Directory.Exists(Path.Combine(calm, "done")) ? Directory.GetFiles(Path.Combine(calm, "done"), "*", SearchOption.AllDirectories) : [])
            AssertWholeOrMissing(folder, calm, Path.GetRelativePath(calm, file));
    });

    [Fact]
    public async Task Model_KilledWhileItIsReplaced_IsAlwaysOneWholeModel() => await KillAsync("model", null, (folder, _) =>
    {
        string model = Path.Combine(folder, "done");
        if (!Directory.Exists(model)) return;
        ModelCard card = ModelCard.Read(model);
        Assert.Equal(card.Head.Sha256, ContentHash.OfFile(ModelFolder.HeadPath(model, card)));
        using SafetensorsFile head = SafetensorsFile.Open(ModelFolder.HeadPath(model, card));
        using var bias = head.Read("logits.bias");
        Assert.Equal(card.Seed, bias.data<float>()[0]);
    });

    [Theory]
    [InlineData(Precision.Float32)]
    [InlineData(Precision.BFloat16)]
    public async Task Training_Killed_EndsWithTheWeightsOfAnUndisturbedRun(Precision precision)
    {
        string calm = Directory.CreateDirectory(Path.Combine(root, "calm")).FullName, killed = Directory.CreateDirectory(Path.Combine(root, "killed")).FullName;
        using (Process child = KilledTraining.Start(calm, precision)) await ChildJob.FinishAsync(child);
        byte[] expected = File.ReadAllBytes(KilledTraining.WeightsIn(calm));
        FaultRow row = table.Row($"SIGKILL: training in {precision.ShortName()}");
        var random = new Random(5);
        for (int kills = 0; kills < FaultCount.TrainingKills;)
        {
            using Process child = KilledTraining.Start(killed, precision);
            string checkpoint = KilledTraining.CheckpointIn(killed);
            DateTime before = File.Exists(checkpoint) ? File.GetLastWriteTimeUtc(checkpoint) : default;
            while (!child.HasExited && (!File.Exists(checkpoint) || File.GetLastWriteTimeUtc(checkpoint) == before)) await Task.Delay(2, TestContext.Current.CancellationToken);
            await Task.Delay(random.Next(25), TestContext.Current.CancellationToken); // in an epoch, or in the write of a checkpoint
            if (await KillUnlessDone(child))
            {
                kills++;
                row.Tried++;
            }
            else
            {
                Assert.Equal(expected, File.ReadAllBytes(KilledTraining.WeightsIn(killed)));
                Directory.Delete(killed, recursive: true);
                Directory.CreateDirectory(killed);
            }
        }
        using (Process child = KilledTraining.Start(killed, precision)) Assert.Matches("resumed from [1-9]", await ChildJob.FinishAsync(child));
        Assert.Equal(expected, File.ReadAllBytes(KilledTraining.WeightsIn(killed)));
        row.Unharmed = row.Tried;
    }

    public void Dispose() => Directory.Delete(root, recursive: true);

    private async Task KillAsync(string job, Uri? address, Action<string, string> checkAfterKill, Action<string>? prepare = null)
    {
        string calm = NewFolder("calm", prepare), killed = NewFolder("killed", prepare);
        var watch = new Stopwatch();
        using (Process child = await ChildJob.StartAsync(job, calm, address))
        {
            watch.Start();
            await ChildJob.FinishAsync(child);
        }
        int span = (int)watch.ElapsedMilliseconds + 1; // kills fall anywhere between the beginning and the end
        FaultRow row = table.Row($"SIGKILL: {job}");
        var random = new Random(job.Length);
        int done = 0;
        for (int kills = 0; kills < FaultCount.Kills;)
        {
            using Process child = await ChildJob.StartAsync(job, killed, address);
            await Task.Delay(random.Next(span), TestContext.Current.CancellationToken);
            if (await KillUnlessDone(child))
            {
                kills++;
                row.Tried++;
                checkAfterKill(killed, calm);
                continue;
            }
            AssertSame(calm, killed); // it was faster than the kill
            span = Math.Max(1, span * 3 / 4); // the undisturbed run met a busier machine
            killed = NewFolder("killed" + ++done, prepare);
        }
        if (job == "unpack" && Directory.Exists(Path.Combine(killed, "done"))) Directory.Delete(Path.Combine(killed, "done"), recursive: true); // it refuses a folder that exists
        using (Process child = await ChildJob.StartAsync(job, killed, address)) await ChildJob.FinishAsync(child);
        AssertSame(calm, killed);
        row.Unharmed = row.Tried;
        output.WriteLine($"{job}: {row.Tried} kills, {done} runs were faster.");
    }

    private string NewFolder(string name, Action<string>? prepare)
    {
        string folder = Directory.CreateDirectory(Path.Combine(root, name)).FullName;
        prepare?.Invoke(folder);
        return folder;
    }

    private static async Task<bool> KillUnlessDone(Process child)
    {
        if (child.HasExited) return false;
        child.Kill(); // SIGKILL on Unix
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        return child.ExitCode != 0;
    }

    private static void AssertWholeOrMissing(string folder, string calm, string name)
    {
        string path = Path.Combine(folder, name), expected = Path.Combine(calm, name);
        if (Directory.Exists(path)) AssertSame(expected, path);
        else if (File.Exists(path)) Assert.Equal(File.ReadAllBytes(expected), File.ReadAllBytes(path));
    }

    /// <summary>Equal names and bytes; what a killed write left under a temporary name does not count.</summary>
    private static void AssertSame(string expected, string actual)
    {
        string[] names = Names(expected);
        Assert.Equal(names, Names(actual));
        Assert.All(names, name => Assert.Equal(File.ReadAllBytes(Path.Combine(expected, name)), File.ReadAllBytes(Path.Combine(actual, name))));
    }

    private static string[] Names(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file))
        .Where(name => !name.EndsWith(".partial", StringComparison.Ordinal) && !name.Contains(".partial/", StringComparison.Ordinal)
            && !name.EndsWith(".lock", StringComparison.Ordinal) && !name.EndsWith(".download.json", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static void MakeZip(string folder)
    {
        using var zip = new ZipArchive(File.Create(Path.Combine(folder, "set.zip")), ZipArchiveMode.Create);
        for (int i = 0; i < 300; i++)
        {
            ZipArchiveEntry entry = zip.CreateEntry($"{i % 6}/{i}.jpg");
            entry.LastWriteTime = DateTimeOffset.UnixEpoch.AddYears(30);
            using Stream stream = entry.Open();
            byte[] bytes = new byte[500];
            new Random(i).NextBytes(bytes);
            stream.Write(bytes);
        }
    }

    /// <summary>Answers honestly, a piece at a time.</summary>
    private static Func<LoopbackRequest, Stream, Task> SlowFile(byte[] content) => async (request, stream) =>
    {
        using var whole = new MemoryStream();
        await LoopbackServer.File(content)(request, whole);
        byte[] answer = whole.ToArray();
        for (int at = 0; at < answer.Length; at += 16_000)
        {
            await stream.WriteAsync(answer.AsMemory(at, Math.Min(16_000, answer.Length - at)));
            await Task.Delay(2);
        }
    };
}

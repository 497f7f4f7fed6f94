using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Scenes.Backbones;
using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Features;
using Scenes.Imaging;
using Scenes.Reporting;
using TorchSharp;

namespace Scenes.Tests.Faults;

/// <summary>
/// A second life of the test executable: with SCENES_TEST_JOB set to one of <see cref="Jobs"/> it says "ready", does the job in a folder and exits, so
/// that tests can kill real processes and let several work at once.
/// </summary>
internal static class ChildJob
{
    private const string Variable = "SCENES_TEST_JOB", FolderVariable = "SCENES_TEST_FOLDER", AddressVariable = "SCENES_TEST_ADDRESS";
    private const int Nobody = 65534;

    /// <summary>The job "features until told" goes on when this file is in its folder.</summary>
    public const string GoFile = "go";

    private static readonly Dictionary<string, Action<string>> Jobs = new(StringComparer.Ordinal)
    {
        ["download"] = Download,
        ["unpack"] = folder => Archive.Unpack(Path.Combine(folder, "set.zip"), Path.Combine(folder, "done")),
        ["features"] = folder => Features(folder, pauseMilliseconds: 2),
        ["features until told"] = folder => Features(folder, pauseMilliseconds: 2, () =>
        {
            Console.WriteLine("computing");
            while (!File.Exists(Path.Combine(folder, GoFile))) Thread.Sleep(5);
        }),
        ["report"] = folder => ReportWriter.WriteAsync(Report(), Path.Combine(folder, "done")).GetAwaiter().GetResult(),
        ["model"] = Model,
        ["nobody"] = WithoutPermission,
    };

    /// <summary>Images whose features the job "features" makes: eight chunks.</summary>
    public static FeatureKey Key { get; } = new("images", 2048, "net", "weights", "cut", true, Preprocessing.UnitRange(64), FeatureView.Plain,
        Precision.Float32, Precision.Float32, "cpu", "skia", "2.10");

    /// <summary>Starts a job and returns when it is about to begin.</summary>
    public static async Task<Process> StartAsync(string job, string folder, Uri? address = null)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(typeof(ChildJob).Assembly.Location);
        start.Environment[Variable] = job;
        start.Environment[FolderVariable] = folder;
        start.Environment[AddressVariable] = address?.AbsoluteUri ?? "";
        start.Environment["SCENES_DEVICE"] = "cpu";
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_TieredPGO"] = "0";
        start.Environment["DOTNET_TC_QuickJit"] = "1"; // it lives for a second
        Process child = Process.Start(start)!;
        string? line = await child.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        Assert.True(line == "ready", $"{line}{(line is null ? await child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken) : "")}");
        return child;
    }

    /// <summary>Waits for the end of a job that must go well.</summary>
    /// <returns>What it said after "ready".</returns>
    public static async Task<string> FinishAsync(Process child)
    {
        Task<string> errors = child.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = await child.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(child.ExitCode == 0, await errors);
        return said;
    }

    [ModuleInitializer]
    internal static void RunIfAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } job) return;
        Console.WriteLine("ready");
        Jobs[job](Environment.GetEnvironmentVariable(FolderVariable)!);
        Environment.Exit(0);
    }

    private static void Download(string folder)
    {
        var address = new Uri(Environment.GetEnvironmentVariable(AddressVariable)!);
        var request = new DownloadRequest(address, Path.Combine(folder, "done")) { AllowLoopback = true, FirstPause = TimeSpan.FromMilliseconds(1) };
        Downloader.FetchAsync(request).GetAwaiter().GetResult();
    }

    private static void Features(string folder, int pauseMilliseconds, Action? begun = null)
    {
        bool computed = false;
        new FeatureCache(Path.Combine(folder, "done")).GetOrCompute(Key, () =>
        {
            computed = true;
            begun?.Invoke();
            return new FeatureBatches([16], start => SlowRows(start, pauseMilliseconds));
        }).Dispose();
        Console.WriteLine(computed ? "computed" : "found");
    }

    private static IEnumerable<torch.Tensor> SlowRows(int start, int pauseMilliseconds)
    {
        for (int at = start; at < Key.Count; at += 32)
        {
            Thread.Sleep(pauseMilliseconds);
            yield return (torch.arange(16 * at, 16 * (at + 32), torch.ScalarType.Float32).reshape(32, 16) / 7).DetachFromDisposeScope();
        }
    }

    private static ReportPage Report() => new("Report", "Intro.", new Provenance("set", "0123456789abcdef", 7, "fedcba9876543210", "a machine", DateTimeOffset.UnixEpoch),
    [
        .. Enumerable.Range(0, 12).Select(i => ReportSection.Of($"part{i}", $"Part {i}", "", [Tables.Accuracies([Tests.Reporting.Sample.Predictions()])])),
    ]);

    /// <summary>Replaces a saved model by another one again and again.</summary>
    private static void Model(string folder)
    {
        for (int i = 0; i < 30; i++)
        {
            Dictionary<string, torch.Tensor> head = SmallCard.Head(i % 2);
            ModelFolder.Write(Path.Combine(folder, "done"), SmallCard.Card with { Seed = i % 2 }, head);
            foreach (torch.Tensor tensor in head.Values) tensor.Dispose();
        }
    }

    /// <summary>Gives up root, then tries what the folder's owner has forbidden; one line each: what, the error's type, its message.</summary>
    private static void WithoutPermission(string folder)
    {
        string locked = Path.Combine(folder, "locked"), readable = Path.Combine(folder, "readable");
        if (Environment.IsPrivilegedProcess && (SetGroup(Nobody) != 0 || SetUser(Nobody) != 0)) throw new InvalidOperationException("root cannot be given up");
        Try("open a set", () => SceneDataset.Open(Path.Combine(folder, "set")));
        Try("decode", () => ImageFile.Decode(Path.Combine(folder, "set", "a", "secret.jpg")));
        Try("write a text", () => WriteText(Path.Combine(readable, "text.txt")));
        Try("unpack", () => Archive.Unpack(Path.Combine(folder, "set.zip"), Path.Combine(readable, "unpacked")));
        Try("cache", () => new FeatureCache(readable).GetOrCompute(Key, () => new FeatureBatches([16], start => SlowRows(start, 0))).Dispose());
        Try("download", () => Download(readable));
        Try("read a card", () => ModelCard.Read(locked));
        Try("open a locked set", () => SceneDataset.Open(Path.Combine(locked, "set")));
        using (torch.nn.Module layer = torch.nn.Linear(1, 1)) Try("load weights", () => WeightLoader.Load(layer, Path.Combine(locked, "net.safetensors")));
        using (torch.Tensor any = torch.zeros(1))
            Try("save a model", () => ModelFolder.Write(Path.Combine(readable, "model"), SmallCard.Card, new Dictionary<string, torch.Tensor> { ["a"] = any }));
        string[] paths = [.. ImagePaths.Find([Path.Combine(folder, "set"), locked])];
        foreach (LoadedBatch batch in ImageBatch.StreamReadable(paths, Preprocessing.UnitRange(8), 8))
            using (batch)
                for (int i = 0; i < batch.Paths.Count; i++) Console.WriteLine($"predict {Path.GetFileName(batch.Paths[i])}\t{(batch.Errors[i] is null ? "read" : "error")}\t{batch.Errors[i]}");
    }

    private static void WriteText(string path) => Scenes.Runtime.AtomicFile.WriteText(path, "new");

    private static void Try(string what, Action action)
    {
        try
        {
            action();
            Console.WriteLine($"{what}\tnothing\t");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.WriteLine($"{what}\terror\t{error.Message}");
        }
    }

    [DllImport("libc", EntryPoint = "setgid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetGroup(int group);

    [DllImport("libc", EntryPoint = "setuid"), DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetUser(int user);
}

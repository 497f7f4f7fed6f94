using System.Diagnostics;
using System.Text.Json.Nodes;
using Scenes.Runner.Notebooks;

namespace Scenes.Tests.Runner;

/// <summary>The real program, as a user starts it.</summary>
public sealed class RunCommandTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2); // a busy machine compiles cells slowly

    private readonly NotebookFile files = new();

    [Fact]
    public async Task Scenes_NoCommand_RunsTheNotebooksWithTheVariablesThatTheyRead()
    {
        files.Write("01-a.ipynb", "foreach (string name in new[] { \"SCENES_SEED\", \"SCENES_THREADS\", \"SCENES_WEIGHTS\" }) Console.WriteLine($\"{name}={Environment.GetEnvironmentVariable(name)}\");",
            "System.IO.Path.GetFileName(Environment.CurrentDirectory)");
        using var process = Start("--seed", "7", "--threads", "1", "--weights", files.Folder);
        string text = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(NotebookRun.Success, process.ExitCode);
        Assert.Contains($"SCENES_SEED=7\nSCENES_THREADS=1\nSCENES_WEIGHTS={files.Folder}\n", text.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(Path.GetFileName(files.Folder), (string?)Outputs("01-a.ipynb", 1)[0]!["data"]!["text/plain"]);
    }

    [Fact]
    public async Task Scenes_RelativeVariables_AreOfTheFolderItWasStartedIn()
    {
        files.Write("01-a.ipynb", "foreach (string name in new[] { \"OUT\", \"WEIGHTS\", \"CACHE\", \"DATA\", \"PRECISION\" }) Console.WriteLine(Environment.GetEnvironmentVariable(\"SCENES_\" + name));");
        string here = Directory.CreateDirectory(Path.Combine(files.Folder, "here")).FullName;
        var start = ScenesProgram.Start(here, "--notebooks", "..", "--precision", "fp16");
        foreach (string name in (string[])["OUT", "WEIGHTS", "CACHE", "DATA"]) start.Environment[$"SCENES_{name}"] = name.ToLowerInvariant();
        var (code, output, _) = await ScenesProgram.RunAsync(start);
        Assert.Equal(NotebookRun.Success, code);
        string expected = string.Join('\n', ((string[])["out", "weights", "cache", "data"]).Select(name => Path.Combine(here, name)).Append("fp16"));
        Assert.Contains(expected, output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(here, "out", "notebooks", "01-a.ipynb")));
    }

    [Fact]
    public async Task Scenes_Interrupted_KeepsFinishedOutputsAndExitsWith130()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no signal that another process can send instead of Ctrl-C.");
        Assert.SkipWhen(IgnoresInterrupts, "A shell started the tests in the background and lets no process of them be interrupted.");
        files.Write("01-a.ipynb", "1 + 1", "Console.WriteLine(\"started\");\nawait Task.Delay(System.Threading.Timeout.Infinite);", "3");
        using var process = Start();
        while (await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "started")
        {
        }
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        bool stopped = process.WaitForExit(Patience);
        if (!stopped) process.Kill();
        Assert.True(stopped, "the program did not stop");
        Assert.Equal(NotebookRun.Stopped, process.ExitCode);
        Assert.Equal("2", (string?)Outputs("01-a.ipynb", 0)[0]!["data"]!["text/plain"]);
        Assert.Equal("Interrupted", (string?)Outputs("01-a.ipynb", 1)[1]!["ename"]);
        Assert.Empty(Outputs("01-a.ipynb", 2));
        Assert.Empty(Directory.GetFiles(files.Folder, "*.partial", SearchOption.AllDirectories));
    }

    public void Dispose() => files.Dispose();

    /// <summary>Whether signal 2 is ignored here, which processes that are started from here inherit.</summary>
    private static bool IgnoresInterrupts => OperatingSystem.IsLinux()
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (Convert.ToUInt64(ignored.Split('\t')[1], 16) & 2) != 0;

    private Process Start(params string[] arguments)
    {
        var start = ScenesProgram.Start(files.Folder, [.. arguments, "--notebooks", files.Folder, "--out", Path.Combine(files.Folder, "out")]);
        start.RedirectStandardError = false;
        return Process.Start(start)!;
    }

    private JsonArray Outputs(string notebook, int cell) =>
        (JsonArray)JsonNode.Parse(File.ReadAllText(Path.Combine(files.Folder, "out", "notebooks", notebook)))!["cells"]![cell]!["outputs"]!;
}

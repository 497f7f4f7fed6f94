using System.Text.Json.Nodes;
using Scenes.Backbones;
using Scenes.Runner.Doctor;
using Scenes.Runner.Doctor.Checks;
using Scenes.Runtime;
using Spectre.Console;
using TorchSharp;

namespace Scenes.Tests.Runner.Doctor;

/// <summary>The checks of <c>scenes doctor</c>, each in surroundings made for it.</summary>
public sealed class DoctorTests : IDisposable
{
    private const long Gibibyte = 1L << 30;

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-doctor-").FullName;

    /// <summary>A machine with nothing on it.</summary>
    private Surroundings Bare => new()
    {
        Repository = folder,
        Weights = folder,
        Cache = folder,
        Variable = _ => null,
        Run = (_, _) => null,
        FreeBytes = _ => 100 * Gibibyte,
        SumOfSixOnes = () => 6,
        ReadSettings = () => { },
        Device = () => "cpu (this build has the CPU backend only)",
        HasNvidiaDriver = () => false,
        Browser = () => null,
    };

    [Theory]
    [InlineData(null, nameof(FindingState.Problem))] // no dotnet on the search path
    [InlineData("9.0.300", nameof(FindingState.Problem))]
    [InlineData("10.0.99", nameof(FindingState.Problem))] // older than global.json asks for
    [InlineData("10.0.100", nameof(FindingState.Good))]
    [InlineData("10.0.401", nameof(FindingState.Good))]
    [InlineData("11.0.100-preview.3.1", nameof(FindingState.Good))]
    public void Sdk_Version_IsComparedWithGlobalJson(string? version, string state)
    {
        File.WriteAllText(Path.Combine(folder, "global.json"), """{ "sdk": { "version": "10.0.100" } }""");
        Assert.Equal(state, new SdkCheck().Look(Bare with { Run = (_, _) => version is null ? null : $"{version}\n" }).State.ToString());
    }

    [Fact]
    public void Natives_LoaderFails_SaysWhyAndToBuildAgain()
    {
        var failure = new TypeInitializationException("torch", new DllNotFoundException("no libtorch"));
        var finding = new NativesCheck().Look(Bare with { SumOfSixOnes = () => throw failure });
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains("no libtorch", finding.Found, StringComparison.Ordinal);
        Assert.Contains("dotnet build", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Natives_WrongSum_IsAProblem() => Assert.Equal(FindingState.Problem, new NativesCheck().Look(Bare with { SumOfSixOnes = () => 5.5 }).State);

    [Fact]
    public void Natives_ThisMachine_AddsUp() => Assert.Equal(FindingState.Good, new NativesCheck().Look(new Surroundings()).State);

    [Theory]
    [InlineData(false, null, nameof(FindingState.Good))]
    [InlineData(true, null, nameof(FindingState.Hint))] // a GPU lies idle
    [InlineData(true, "cpu", nameof(FindingState.Good))] // and is meant to
    public void Device_CpuBesideADriver_IsAHintUnlessWanted(bool driver, string? variable, string state) =>
        Assert.Equal(state, new DeviceCheck().Look(Bare with { HasNvidiaDriver = () => driver, Variable = _ => variable }).State.ToString());

    [Fact]
    public void Device_LibraryThatDoesNotLoad_SaysWhatNativesSay()
    {
        var finding = new DeviceCheck().Look(Bare with { Device = () => throw new TypeInitializationException("torch", new NotSupportedException("no such library")) });
        Assert.Equal((FindingState.Problem, "no such library"), (finding.State, finding.Found));
        Assert.DoesNotContain("SCENES_DEVICE", finding.ToDo, StringComparison.Ordinal);
        Assert.Contains("build again", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Device_CannotBeUsed_NamesTheVariable()
    {
        var finding = new DeviceCheck().Look(Bare with { Device = () => throw new InvalidOperationException("SCENES_DEVICE=cuda, but there is none") });
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains("SCENES_DEVICE", finding.ToDo, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, nameof(FindingState.Problem))]
    [InlineData(3, nameof(FindingState.Hint))] // the sample fits, photographs with all networks do not
    [InlineData(20, nameof(FindingState.Good))]
    public void Disk_FreeSpace_IsJudgedByWhatFits(double gibibytes, string state) =>
        Assert.Equal(state, new DiskCheck().Look(Bare with { FreeBytes = _ => (long)(gibibytes * Gibibyte) }).State.ToString());

    [Fact]
    public void Disk_OneFolderIsFull_NamesIt()
    {
        var finding = new DiskCheck().Look(Bare with { Cache = "/full", FreeBytes = at => at == "/full" ? 0 : 100 * Gibibyte });
        Assert.Contains("/full", finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_NoVariable_IsTheSampleAndHintsAtPhotographsThatAreThere()
    {
        Assert.Equal(FindingState.Good, new DataCheck().Look(Bare).State);
        Directory.CreateDirectory(Path.Combine(folder, "data", "intel"));
        Assert.Equal(FindingState.Hint, new DataCheck().Look(Bare).State);
    }

    [Fact]
    public void Data_FolderWithoutImages_IsAProblem()
    {
        var finding = new DataCheck().Look(Bare with { Variable = name => name == "SCENES_DATA" ? folder : null });
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains(folder, finding.Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_None_SaysWhichCommandGetsThem()
    {
        var finding = new WeightsCheck().Look(Bare);
        Assert.Equal(FindingState.Hint, finding.State);
        Assert.Contains("scenes fetch vgg16 resnet50 inception_v3 mobilenet_v2", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_DamagedFile_IsAProblem()
    {
        File.WriteAllText(Path.Combine(folder, "resnet50.safetensors"), "no weights at all");
        var finding = new WeightsCheck().Look(Bare);
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains("scenes fetch resnet50", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_DamagedFileThatCannotBeFetched_NamesNoCommand()
    {
        File.WriteAllText(Path.Combine(folder, "squeezenet1_1.safetensors"), "no weights at all");
        var finding = new WeightsCheck().Look(Bare);
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.DoesNotContain("fetch", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_VariableThatNoNotebookCanRead_IsAProblem()
    {
        Assert.Equal(FindingState.Good, new SettingsCheck().Look(Bare with { ReadSettings = () => { } }).State);
        var finding = new SettingsCheck().Look(Bare with { ReadSettings = () => throw new ArgumentException("SCENES_THREADS is 'abc'") });
        Assert.Equal((FindingState.Problem, "SCENES_THREADS is 'abc'"), (finding.State, finding.Found));
    }

    [Fact]
    public void Weights_OneFlippedBit_IsFoundByTheRecordedHash()
    {
        string path = Path.Combine(folder, "resnet50.safetensors");
        using (torch.Tensor weight = torch.ones(100))
            SafetensorsFile.Write(path, new Dictionary<string, torch.Tensor> { ["weight"] = weight });
        new WeightRecord("http://localhost/resnet50", new string('0', 64), null, ContentHash.OfFile(path), "MIT").Write(path);
        Assert.Equal(FindingState.Hint, new WeightsCheck().Look(Bare).State); // the other networks are missing
        byte[] bytes = File.ReadAllBytes(path);
        bytes[^1] ^= 1;
        File.WriteAllBytes(path, bytes);
        var finding = new WeightsCheck().Look(Bare);
        Assert.Equal(FindingState.Problem, finding.State);
        Assert.Contains("SHA-256", finding.Found, StringComparison.Ordinal);
        Assert.Contains("scenes fetch resnet50", finding.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_AllThatCanBeFetched_AreGood()
    {
        using torch.Tensor weight = torch.zeros(1);
        foreach (var source in WeightSource.All)
            SafetensorsFile.Write(Path.Combine(folder, $"{source.Network}.safetensors"), new Dictionary<string, torch.Tensor> { ["weight"] = weight });
        Assert.Equal(FindingState.Good, new WeightsCheck().Look(Bare).State);
    }

    [Theory]
    [InlineData(null, nameof(FindingState.Hint))]
    [InlineData("1.0.712001+abc\n", nameof(FindingState.Good))]
    [InlineData("1.0.500000\n", nameof(FindingState.Hint))]
    public void Kernel_Version_IsComparedWithThePinnedOne(string? version, string state) =>
        Assert.Equal(state, new KernelCheck().Look(Bare with { Run = (_, _) => version }).State.ToString());

    [Fact]
    public void Kernel_Pinned_IsWhatTheToolManifestSays()
    {
        string manifest = File.ReadAllText(Path.Combine(new Surroundings().Repository, ".config", "dotnet-tools.json"));
        Assert.Equal(KernelCheck.Pinned, (string?)JsonNode.Parse(manifest)!["tools"]!["microsoft.dotnet-interactive"]!["version"]);
    }

    [Theory]
    [InlineData("""{ "kernelspecs": { ".net-csharp": { "spec": {} } } }""", nameof(FindingState.Good))]
    [InlineData("""{ "kernelspecs": { "python3": {} } }""", nameof(FindingState.Hint))]
    [InlineData("no JSON", nameof(FindingState.Hint))]
    [InlineData(null, nameof(FindingState.Hint))] // no Jupyter
    public void Jupyter_Answer_IsSearchedForTheKernel(string? answer, string state) =>
        Assert.Equal(state, new KernelspecCheck().Look(Bare with { Run = (_, _) => answer }).State.ToString());

    [Theory]
    [InlineData("ms-python.python\nms-dotnettools.dotnet-interactive-vscode\n", nameof(FindingState.Good))]
    [InlineData("ms-python.python\n", nameof(FindingState.Hint))]
    [InlineData(null, nameof(FindingState.Hint))] // no VS Code
    public void VsCode_Extensions_AreSearched(string? extensions, string state) =>
        Assert.Equal(state, new VsCodeCheck().Look(Bare with { Run = (_, _) => extensions }).State.ToString());

    [Theory]
    [InlineData(null, "Hint", "dotnet tool install -g Verso.Cli")]
    [InlineData("Verso CLI 1.2.3\n.NET 10", "Good", "Verso CLI 1.2.3; open copies")]
    public void Verso_OnThePath_IsNamedWithTheCopiesItNeeds(string? said, string state, string words)
    {
        Finding found = new VersoCheck().Look(Bare with { Run = (_, _) => said });
        Assert.Equal(state, found.State.ToString());
        Assert.Contains(words, found.Found + found.ToDo, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_BareMachine_HasOneProblemAndSaysWhatToDoForEveryHint()
    {
        var report = DoctorReport.Of(Check.All, Bare);
        Assert.Equal(1, report.ExitCode);
        Assert.Equal(["SDK"], report.Findings.Where(finding => finding.State == FindingState.Problem).Select(finding => finding.Check));
        Assert.All(report.Findings, finding => Assert.Equal(finding.State == FindingState.Good, finding.ToDo.Length == 0));
        var json = (JsonArray)JsonNode.Parse(report.ToJson())!["findings"]!;
        Assert.Equal(Check.All.Select(check => check.Name), json.Select(finding => (string)finding!["check"]!));
        Assert.Equal("problem", (string?)json[0]!["state"]);
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(NotSupportedException))] // one that no check knows
    public void Report_CheckThrows_BecomesAProblemAndTheOthersGoOn(Type kind)
    {
        var error = (Exception)Activator.CreateInstance(kind, "no such drive")!;
        var report = DoctorReport.Of([new DiskCheck(), new BrowserCheck()], Bare with { FreeBytes = _ => throw error });
        Assert.Equal([FindingState.Problem, FindingState.Hint], report.Findings.Select(finding => finding.State));
        Assert.Equal("no such drive", report.Findings[0].Found);
    }

    [Fact]
    public void Report_Table_HasEveryFindingAndAClosingLine()
    {
        var writer = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer), Ansi = AnsiSupport.No });
        console.Profile.Width = 200;
        DoctorReport.Of([new BrowserCheck()], Bare with { Browser = () => "/opt/[chrome]" }).Write(console);
        Assert.Contains("/opt/[chrome]", writer.ToString(), StringComparison.Ordinal);
        Assert.Contains("The notebooks run here. 0 of 1 checks have a hint.", writer.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

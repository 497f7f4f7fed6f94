using Scenes.Data;
using Scenes.Features;
using Scenes.Reporting;
using Scenes.Reporting.Capture;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Runner.Doctor;

/// <summary>What the checks may ask of the machine; a test puts in its own.</summary>
internal sealed record Surroundings
{
    /// <summary>Where the checkout lies.</summary>
    public string Repository { get; init; } = Folders.Repository;

    /// <summary>Where weights are looked for.</summary>
    public string Weights { get; init; } = Folders.Weights;

    /// <summary>Where computed features are kept.</summary>
    public string Cache { get; init; } = Folders.Cache;

    /// <summary>An environment variable; null where it is unset.</summary>
    public Func<string, string?> Variable { get; init; } = Environment.GetEnvironmentVariable;

    /// <summary>Reads the variables that every notebook reads when it opens its images.</summary>
    public Action ReadSettings { get; init; } = () =>
    {
        StudyOptions.FromEnvironment();
        PrecisionProbe.Check(Environment.GetEnvironmentVariable(PrecisionProbe.Variable));
        _ = new FeatureCache();
    };

    /// <summary>Runs a program to its end and gives what it printed; null where there is no such program or it failed.</summary>
    public Func<string, IReadOnlyList<string>, string?> Run { get; init; } = ShellCommand.Run;

    /// <summary>Bytes that may still be written to the disk of a folder.</summary>
    public Func<string, long> FreeBytes { get; init; } = FreeBytesOf;

    /// <summary>Adds up six ones as a tensor, which takes the native libraries.</summary>
    public Func<double> SumOfSixOnes { get; init; } = () => torch.ones(2, 3).sum().item<float>();

    /// <summary>Where tensors are computed, and why.</summary>
    public Func<string> Device { get; init; } = () => Runtime.Device.Current.ToString();

    /// <summary>Whether an NVIDIA driver is installed, used or not.</summary>
    public Func<bool> HasNvidiaDriver { get; init; } = () => DriverFiles.Any(File.Exists);

    /// <summary>Opens an image set by what a user calls it.</summary>
    public Func<string, SceneDataset> OpenSet { get; init; } = name => SceneDataset.Open(DataLocation.Resolve(name));

    /// <summary>Path of a browser for pictures of the figures; null where there is none.</summary>
    public Func<string?> Browser { get; init; } = BrowserFinder.Find;

    private static IEnumerable<string> DriverFiles =>
        ["/proc/driver/nvidia/version", "/usr/lib/wsl/lib/libcuda.so.1", Path.Combine(Environment.SystemDirectory, "nvcuda.dll")];

    private static long FreeBytesOf(string folder)
    {
        string at = Path.GetFullPath(folder);
        while (!Directory.Exists(at) && Path.GetDirectoryName(at) is { } parent) at = parent;
        return DiskSpace.FreeBytes(at);
    }
}

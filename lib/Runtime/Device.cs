using Scenes.Runtime.Processor;
using TorchSharp;
using DeviceType = TorchSharp.DeviceType;

namespace Scenes.Runtime;

/// <summary>Where tensors are computed: the one place that chooses between CPU and CUDA.</summary>
/// <remarks>
/// CUDA must be initialised before anything else touches <c>torch</c>, because the static constructor of <c>torch</c> loads the CPU
/// backend. Read <see cref="Current"/> first in a program or notebook.
/// </remarks>
public sealed record Device
{
    /// <summary>The variable that overrides the choice: <c>cpu</c>, <c>cuda</c> or <c>cuda:0</c>.</summary>
    public const string Variable = "SCENES_DEVICE";

    private static readonly Lazy<Device> Chosen = new(() => Choose(Environment.GetEnvironmentVariable(Variable)));

    private Device(DeviceType type, int index, string reason)
    {
        Torch = new torch.Device(type, index);
        Reason = HiddenCaches.Remedy is { } remedy ? $"{reason}; {remedy}" : reason;
    }

    /// <summary>The device of this process, chosen once.</summary>
    /// <exception cref="ArgumentException">SCENES_DEVICE is not one of the allowed values.</exception>
    /// <exception cref="DeviceUnavailableException">SCENES_DEVICE asks for CUDA and there is none.</exception>
    public static Device Current => Chosen.Value;

    /// <summary>The device as TorchSharp names it.</summary>
    public torch.Device Torch { get; }

    /// <summary>Why this device was chosen, in one sentence.</summary>
    public string Reason { get; }

    /// <summary>Whether the device is an NVIDIA GPU.</summary>
    public bool IsCuda => Torch.type == DeviceType.CUDA;

    /// <inheritdoc/>
    public override string ToString() => $"{Torch} ({Reason})";

    internal static Device Choose(string? wanted)
    {
        if (string.IsNullOrWhiteSpace(wanted)) return Automatic();
        if (wanted == "cpu") return new Device(DeviceType.CPU, -1, $"{Variable}=cpu");
        int index = 0;
        bool named = wanted == "cuda" || (wanted.StartsWith("cuda:", StringComparison.Ordinal)
            && int.TryParse(wanted.AsSpan(5), System.Globalization.NumberStyles.None, null, out index));
        if (!named) throw new ArgumentException($"{Variable} is '{wanted}'. Allowed: cpu, cuda, cuda:0, cuda:1, … Unset it for an automatic choice.");
        if (!CudaWorks(out string why))
            throw new DeviceUnavailableException($"{Variable}={wanted}, but {why}. Set the variable TorchBackend=cuda and build again on a machine with an NVIDIA driver, or set {Variable}=cpu.");
        int count = torch.cuda.device_count();
        if (index >= count) throw new DeviceUnavailableException($"{Variable}={wanted}, but this machine has {count} CUDA device(s), numbered from 0.");
        return Cuda(index, $"{Variable}={wanted}");
    }

    private static Device Automatic() => CudaWorks(out string why)
        ? Cuda(0, "an NVIDIA GPU was found and this build has the CUDA backend")
        : new Device(DeviceType.CPU, -1, why);

    /// <summary>A GPU whose fp32 is 32 bits: TF32, which cuDNN would use for convolutions, rounds significands to 10 bits.</summary>
    private static Device Cuda(int index, string reason)
    {
        torch.backends.cudnn.allow_tf32 = false;
        torch.backends.cuda.matmul.allow_tf32 = false;
        return new Device(DeviceType.CUDA, index, reason);
    }

    private static bool CudaWorks(out string why)
    {
        string folder = Path.GetDirectoryName(typeof(Device).Assembly.Location) ?? AppContext.BaseDirectory;
        bool built = Directory.Exists(folder)
            && Directory.EnumerateFiles(folder, OperatingSystem.IsWindows() ? "torch_cuda.dll" : "libtorch_cuda.so").Any();
        if (!built)
        {
            why = "this build has the CPU backend only";
            return false;
        }
        bool works = torch.TryInitializeDeviceType(DeviceType.CUDA) && torch.cuda.is_available();
        why = works ? "" : "the CUDA backend is there but finds no usable NVIDIA GPU";
        return works;
    }
}

using System.Diagnostics;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>What this machine multiplies at most: the yardstick for "share of the peak".</summary>
/// <param name="Device">Where it was measured.</param>
/// <param name="Threads">Threads that libtorch computes with.</param>
/// <param name="Float32">Billions of floating-point operations a second in fp32; a multiplication and an addition count as two.</param>
/// <param name="Reduced">The same in bfloat16 on a CPU, in half precision on CUDA.</param>
public sealed record MachinePeak(string Device, int Threads, double Float32, double Reduced)
{
    // 2048 x 2048 is past the size where speed still grows and small enough to fit the last-level cache of a server.
    private const int Side = 2048, Repeats = 8;

    /// <summary>Multiplies square matrices of 2,048 rows in both precisions and keeps the best of eight times.</summary>
    public static MachinePeak Measure()
    {
        Device device = Runtime.Device.Current;
        return new MachinePeak(device.Torch.ToString(), torch.get_num_threads(), Speed(device, torch.ScalarType.Float32),
            Speed(device, device.IsCuda ? torch.ScalarType.Float16 : torch.ScalarType.BFloat16));
    }

    private static double Speed(Device device, torch.ScalarType type)
    {
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.inference_mode();
        torch.Tensor left = torch.ones(Side, Side, type, device.Torch), right = torch.ones(Side, Side, type, device.Torch);
        double best = double.PositiveInfinity;
        for (int i = 0; i < Repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            using torch.Tensor product = left.matmul(right);
            if (device.IsCuda) torch.cuda.synchronize();
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return 2.0 * Side * Side * Side / best / 1e9;
    }
}

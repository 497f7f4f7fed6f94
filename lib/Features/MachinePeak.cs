using System.Diagnostics;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Features;

/// <summary>What this machine multiplies at most: the yardstick for "share of the peak".</summary>
/// <param name="Device">Where it was measured.</param>
/// <param name="Threads">Threads that libtorch computes with.</param>
/// <param name="Rows">Rows and columns of the matrices that were multiplied; fewer in a format that this machine is slow in.</param>
/// <param name="Float32">Billions of floating-point operations a second in fp32; a multiplication and an addition count as two.</param>
/// <param name="Reduced">The same in bfloat16 on a CPU, in half precision on CUDA.</param>
public sealed record MachinePeak(string Device, int Threads, int Rows, double Float32, double Reduced)
{
    // On a CPU 2048 x 2048 is past the size where speed still grows and small enough to fit the last-level cache of a server. A GPU does that
    // in the time of a few launches; 8192 x 8192 takes it milliseconds.
    private const int CpuSide = 2048, CudaSide = 8192, FirstSide = 128, Repeats = 8;

    private const double LongEnough = 0.25; // seconds; twice as many rows take eight times as long

    /// <summary>Multiplies square matrices in both precisions and keeps the best of eight times.</summary>
    public static MachinePeak Measure()
    {
        Device device = Runtime.Device.Current;
        return new MachinePeak(device.Torch.ToString(), torch.get_num_threads(), SideOn(device), Speed(Precision.Float32),
            Speed(device.IsCuda ? Precision.Float16 : Precision.BFloat16));
    }

    /// <summary>
    /// Multiplies square matrices in one precision: billions of floating-point operations a second, the best of eight times. The matrices grow until they are
    /// as large as they should be or one product takes a quarter of a second: without instructions for it, bfloat16 is hundreds of times slower than fp32.
    /// </summary>
    /// <param name="precision">Number format of the matrices.</param>
    public static double Speed(Precision precision)
    {
        using var noGradient = torch.inference_mode();
        Device device = Runtime.Device.Current;
        int side = FirstSide;
        while (side < SideOn(device) && Seconds(device, precision, side, 2) < LongEnough) side *= 2;
        return 2.0 * side * side * side / Seconds(device, precision, side, Repeats) / 1e9;
    }

    /// <summary>The shortest time of several products.</summary>
    private static double Seconds(Device device, Precision precision, int side, int repeats)
    {
        using var scope = torch.NewDisposeScope();
        torch.ScalarType type = precision.ScalarType();
        torch.Tensor left = torch.ones(side, side, type, device.Torch), right = torch.ones(side, side, type, device.Torch);
        if (device.IsCuda) torch.cuda.synchronize(device.Torch); // filling them is not part of the first product
        double best = double.PositiveInfinity;
        for (int i = 0; i < repeats; i++)
        {
            var watch = Stopwatch.StartNew();
            using torch.Tensor product = left.matmul(right);
            if (device.IsCuda) torch.cuda.synchronize(device.Torch);
            best = Math.Min(best, watch.Elapsed.TotalSeconds);
        }
        return best;
    }

    private static int SideOn(Device device) => device.IsCuda ? CudaSide : CpuSide;
}

using System.Diagnostics;
using System.Globalization;
using Scenes.Backbones;
using Scenes.Backbones.Layers;
using Scenes.Backbones.Winograd;
using Scenes.Runtime;
using TorchSharp;
using TorchSharp.Modules;

namespace Scenes.Features;

/// <summary>Finds out by measuring which number format this machine convolves fastest in.</summary>
/// <remarks>
/// Asking the processor for its instructions is not enough: without avx512_bf16 or AMX, bfloat16 works but is slow, and how slow depends
/// on the libtorch build. Two layers of a middle size are timed instead, a fraction of a second once per process: a 3 x 3 convolution, which
/// frozen networks compute by Winograd's algorithm in fp32 and training does not, and a 1 x 1 convolution with as many multiplications.
/// </remarks>
public sealed record PrecisionProbe
{
    /// <summary>The variable that overrides the choice: <c>fp32</c>, <c>bf16</c>, <c>fp16</c>, or <c>auto</c> for what is measured.</summary>
    public const string Variable = "SCENES_PRECISION";

    // A gain below this does not pay for the lost digits.
    private const double WorthIt = 1.15;

    private const int Channels = 256, MapSize = 28;

    private static readonly Lazy<PrecisionProbe> Measured = new(() => Choose(Environment.GetEnvironmentVariable(Variable), Device.Current));

    /// <param name="float32Seconds">Time in fp32, as frozen networks compute.</param>
    /// <param name="reducedSeconds">Time in the reduced precision.</param>
    /// <param name="reduced">The reduced precision that frozen networks may compute in.</param>
    /// <param name="bfloat16Seconds">Time in bf16; null where that is the reduced precision.</param>
    /// <param name="trainingSeconds">Time in fp32, as training computes; null where that is the same.</param>
    internal PrecisionProbe(double float32Seconds, double reducedSeconds, Precision reduced, double? bfloat16Seconds = null, double? trainingSeconds = null)
    {
        Ratio = float32Seconds / reducedSeconds;
        double trainingRatio = (trainingSeconds ?? float32Seconds) / (bfloat16Seconds ?? reducedSeconds);
        Fastest = Ratio >= WorthIt ? reduced : Precision.Float32;
        FastestForTraining = trainingRatio >= WorthIt ? Precision.BFloat16 : Precision.Float32;
        string training = bfloat16Seconds is null && trainingSeconds is null ? "" : string.Create(CultureInfo.InvariantCulture, $", {(bfloat16Seconds is null ? "" : "bf16 ")}{trainingRatio:0.0} times in training");
        Reason = string.Create(CultureInfo.InvariantCulture, $"{reduced.ShortName()} convolves {Ratio:0.0} times as fast as fp32 here{training}");
    }

    /// <summary>What was chosen and measured in this process, once.</summary>
    /// <exception cref="ArgumentException">SCENES_PRECISION is not one of the allowed values.</exception>
    public static PrecisionProbe Current => Measured.Value;

    /// <summary>The precision to compute frozen networks in: what SCENES_PRECISION says, else the fastest.</summary>
    public Precision Fastest { get; private init; }

    /// <summary>The precision to train in: bf16 where that is faster or SCENES_PRECISION names a reduced one; half precision would need loss scaling.</summary>
    public Precision FastestForTraining { get; private init; }

    /// <summary>Time in fp32 divided by time in the reduced precision; above 1 where the reduced one is faster.</summary>
    public double Ratio { get; }

    /// <summary>The measurement in one sentence.</summary>
    public string Reason { get; private init; }

    internal static PrecisionProbe Choose(string? wanted, Device device)
    {
        Check(wanted);
        if (string.IsNullOrWhiteSpace(wanted) || wanted == "auto") return Measure(device);
        PrecisionProbe measured = Measure(device);
        return measured with
        {
            Fastest = Precisions.Parse(wanted),
            FastestForTraining = wanted == "fp32" ? Precision.Float32 : Precision.BFloat16,
            Reason = $"{Variable}={wanted}; {measured.Reason}",
        };
    }

    /// <summary>Refuses what the variable must not say; nothing is measured.</summary>
    /// <exception cref="ArgumentException">It is not one of the allowed values.</exception>
    internal static void Check(string? wanted)
    {
        if (!string.IsNullOrWhiteSpace(wanted) && wanted is not ("fp32" or "bf16" or "fp16" or "auto"))
            throw new ArgumentException($"{Variable} is '{wanted}'. Allowed: fp32, bf16, fp16, auto.");
    }

    /// <summary>The formats in turn, the best of each: other work on the machine then slows all or none.</summary>
    private static PrecisionProbe Measure(Device device)
    {
        const int Rounds = 5;
        Precision[] formats = device.IsCuda
            ? [Precision.Float32, Precision.Float16, Precision.BFloat16] // GPUs before Ampere have fast fp16 and emulate bf16
            : [Precision.Float32, Precision.BFloat16];
        using var scope = torch.NewDisposeScope();
        using Conv2d layer = torch.nn.Conv2d(Channels, Channels, 3, padding: 1, bias: false);
        using WinogradConvolution? winograd = FrozenNetwork.CanUseWinograd(Precision.Float32) ? new WinogradConvolution(layer) : null;
        Action[] ways = [.. formats.Select(format => Layers(device, format, winograd: null))];
        if (winograd is not null) ways = [.. ways, Layers(device, Precision.Float32, winograd)];
        foreach (Action compute in ways) compute(); // warms up
        double[] seconds = Array.ConvertAll(ways, Time);
        for (int round = 1; round < Rounds; round++)
            for (int way = 0; way < ways.Length; way++) seconds[way] = Math.Min(seconds[way], Time(ways[way]));
        return winograd is null
            ? new PrecisionProbe(seconds[0], seconds[1], formats[1], device.IsCuda ? seconds[2] : null)
            : new PrecisionProbe(seconds[^1], seconds[1], formats[1], trainingSeconds: seconds[0]);
    }

    private static Action Layers(Device device, Precision precision, WinogradConvolution? winograd)
    {
        int images = device.IsCuda ? 128 : 4; // a GPU is done with 4 in the time of a few launches
        torch.Tensor input = Zeros(images, Channels, MapSize, MapSize), square = Zeros(Channels, Channels, 3, 3);
        torch.Tensor wide = Zeros(images, 3 * Channels, MapSize, MapSize), point = Zeros(3 * Channels, 3 * Channels, 1, 1);
        return () =>
        {
            using var noGradient = torch.inference_mode();
            using torch.Tensor first = winograd?.Run(input, Activation.None) ?? torch.nn.functional.conv2d(input, square, padding: [1, 1]);
            using torch.Tensor second = torch.nn.functional.conv2d(wide, point);
            if (device.IsCuda) torch.cuda.synchronize(device.Torch);
        };

        torch.Tensor Zeros(params long[] shape) => ChannelsLast.Convert(torch.zeros(shape, precision.ScalarType(), device.Torch));
    }

    private static double Time(Action compute)
    {
        var watch = Stopwatch.StartNew();
        compute();
        return watch.Elapsed.TotalSeconds;
    }
}

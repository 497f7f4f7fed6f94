using System.Runtime.InteropServices;
using System.Text;
using static TorchSharp.torch;

namespace Scenes.Tests.Backbones;

/// <summary>Weights and images given by name and index alone; the same formula as in tests/Oracles/backbones/make.py.</summary>
internal static class FormulaWeights
{
    /// <summary>Fills every floating-point parameter and buffer.</summary>
    public static void Fill(nn.Module network)
    {
        using var withoutGradient = no_grad();
        foreach (var (key, values) in network.state_dict())
            if (values.dtype == ScalarType.Float32) Fill(key, values);
    }

    /// <summary>An image batch with values in [-1, 1).</summary>
    public static Tensor Images(int images, int height, int width)
    {
        var input = empty(images, 3, height, width);
        Fill("input", MemoryMarshal.Cast<byte, float>(input.bytes), 0, 1);
        return input;
    }

    private static void Fill(string key, Tensor values)
    {
        double fanIn = values.shape.Skip(1).Aggregate(1.0, (product, size) => product * size);
        var (centre, spread) = (values.dim(), key.Split('.')[^1]) switch
        {
            ( > 1, _) => (0.0, Math.Sqrt(6 / fanIn)),
            (_, "running_var") => (1, 0.5),
            (_, "weight") => (0.8, 0.2),
            _ => (0, 0.1),
        };
        Fill(key, MemoryMarshal.Cast<byte, float>(values.bytes), centre, spread);
    }

    private static void Fill(string name, Span<float> values, double centre, double spread)
    {
        uint seed = 2166136261;
        foreach (byte letter in Encoding.UTF8.GetBytes(name)) seed = (seed ^ letter) * 16777619;
        for (int index = 0; index < values.Length; index++)
        {
            uint h = (uint)index * 0x9E3779B1 + seed;
            h = (h ^ (h >> 16)) * 0x85EBCA6B;
            h = (h ^ (h >> 13)) * 0xC2B2AE35;
            values[index] = (float)(centre + spread * ((h ^ (h >> 16)) / 2147483648.0 - 1));
        }
    }
}

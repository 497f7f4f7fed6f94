using TorchSharp;

namespace Scenes.Features;

/// <summary>The number format in which a frozen network computes.</summary>
public enum Precision
{
    /// <summary>32-bit floating point.</summary>
    Float32,

    /// <summary>16 bits with the exponent range of <see cref="Float32"/> and 8 bits of significand.</summary>
    BFloat16,

    /// <summary>IEEE half precision; for CUDA.</summary>
    Float16,
}

/// <summary>Names and types of <see cref="Precision"/>.</summary>
public static class Precisions
{
    /// <summary>The precision that a name stands for.</summary>
    /// <param name="name"><c>fp32</c>, <c>bf16</c>, <c>fp16</c> or <c>auto</c> (the fastest on this machine, measured once).</param>
    /// <exception cref="ArgumentException">The name is none of these.</exception>
    public static Precision Parse(string name) => name switch
    {
        "fp32" => Precision.Float32,
        "bf16" => Precision.BFloat16,
        "fp16" => Precision.Float16,
        "auto" => PrecisionProbe.Current.Fastest,
        _ => throw new ArgumentException($"Precision '{name}' is not known. Allowed: fp32, bf16, fp16, auto.", nameof(name)),
    };

    /// <summary>The short name: fp32, bf16 or fp16.</summary>
    /// <param name="precision">A precision.</param>
    public static string ShortName(this Precision precision) => precision switch
    {
        Precision.Float32 => "fp32",
        Precision.BFloat16 => "bf16",
        _ => "fp16",
    };

    /// <summary>The type of a tensor's elements.</summary>
    /// <param name="precision">A precision.</param>
    public static torch.ScalarType ScalarType(this Precision precision) => precision switch
    {
        Precision.Float32 => torch.ScalarType.Float32,
        Precision.BFloat16 => torch.ScalarType.BFloat16,
        _ => torch.ScalarType.Float16,
    };
}

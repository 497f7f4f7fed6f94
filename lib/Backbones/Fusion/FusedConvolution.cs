using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones.Fusion;

/// <summary>
/// A convolution that adds a skip and applies its activation while its results are still in registers. One after the other, each of these reads and
/// writes the whole map again.
/// </summary>
/// <remarks>
/// oneDNN can do it and libtorch exports it, in the C interface for models that were compiled ahead (<c>torch/csrc/inductor/aoti_torch/c/shim_cpu.h</c>);
/// TorchSharp has no method for it. A tensor's handle in TorchSharp is what that interface takes: the address of an <c>at::Tensor</c>. Each function
/// returns 0, or another number after it wrote what went wrong to standard error.
/// </remarks>
internal static unsafe class FusedConvolution
{
    private static readonly delegate* unmanaged<nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double**, long, byte**, nint*, int> Compute;

    private static readonly delegate* unmanaged<nint, nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double*, byte**, double**, long, byte**, nint*, int> Accumulate;

    static FusedConvolution()
    {
        InitializeDeviceType(TorchSharp.DeviceType.CPU); // loads the library, so that its name alone finds it
        if (!NativeLibrary.TryLoad(OperatingSystem.IsWindows() ? "torch_cpu.dll" : "libtorch_cpu.so", out nint libtorch)) return;
        if (!NativeLibrary.TryGetExport(libtorch, "aoti_torch_cpu_mkldnn__convolution_pointwise", out nint compute)) return;
        if (!NativeLibrary.TryGetExport(libtorch, "aoti_torch_cpu_mkldnn__convolution_pointwise_binary_", out nint accumulate)) return;
        Compute = (delegate* unmanaged<nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double**, long, byte**, nint*, int>)compute;
        Accumulate = (delegate* unmanaged<nint, nint, nint, nint*, long*, long, long*, long, long*, long, long, byte*, double*, byte**, double**, long, byte**, nint*, int>)accumulate;
    }

    /// <summary>Whether this libtorch can do it on this processor: not on every system is oneDNN part of it, and it refuses bfloat16 without AVX-512.</summary>
    /// <param name="type">Number format of input and weights.</param>
    public static bool Supports(ScalarType type) => Compute is not null && type switch
    {
        ScalarType.Float32 => true,
        ScalarType.BFloat16 => Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported,
        _ => false,
    };

    /// <summary>activation(convolution(input)).</summary>
    /// <param name="convolution">Weights in channels-last order, zero padding.</param>
    /// <param name="input">N x C x H x W in channels-last order and the weights' number format.</param>
    /// <param name="activation">What is applied last.</param>
    /// <returns>N x C' x H' x W' in channels-last order.</returns>
    public static Tensor Run(Conv2d convolution, Tensor input, Activation activation)
    {
        double lower = 0, upper = 6;
        double** limits = stackalloc double*[2] { &lower, &upper };
        nint bias = Bias(convolution), result = 0;
        fixed (long* padding = convolution.padding, stride = convolution.stride, dilation = convolution.dilation)
        fixed (byte* name = Name(activation))
        {
            int status = Compute(input.Handle, convolution.weight.Handle, bias == 0 ? null : &bias, padding, 2, stride, 2, dilation, 2,
                convolution.groups, name, limits, activation == Activation.Relu6 ? 2 : 0, null, &result);
            Check(status, convolution, input);
        }
        GC.KeepAlive(input);
        GC.KeepAlive(convolution);
        return Tensor.UnsafeCreateTensor(result);
    }

    /// <summary>activation(sum + convolution(input)), in place in the sum.</summary>
    /// <param name="convolution">As for <see cref="Run"/>.</param>
    /// <param name="input">As for <see cref="Run"/>.</param>
    /// <param name="sum">N x C' x H' x W', as the convolution's result; overwritten.</param>
    /// <param name="activation"><see cref="Activation.None"/> or <see cref="Activation.Relu"/>.</param>
    /// <returns>Another handle of <paramref name="sum"/>.</returns>
    public static Tensor AddTo(Conv2d convolution, Tensor input, Tensor sum, Activation activation)
    {
        nint bias = Bias(convolution), result = 0;
        fixed (long* padding = convolution.padding, stride = convolution.stride, dilation = convolution.dilation)
        fixed (byte* name = Name(activation), add = "add\0"u8)
        {
            byte* activationName = name;
            int status = Accumulate(sum.Handle, input.Handle, convolution.weight.Handle, bias == 0 ? null : &bias, padding, 2, stride, 2, dilation, 2,
                convolution.groups, add, null, activation == Activation.None ? null : &activationName, null, 0, null, &result);
            Check(status, convolution, input);
        }
        GC.KeepAlive(sum);
        GC.KeepAlive(input);
        GC.KeepAlive(convolution);
        return Tensor.UnsafeCreateTensor(result);
    }

    private static nint Bias(Conv2d convolution) => convolution.bias?.Handle ?? 0;

    private static ReadOnlySpan<byte> Name(Activation activation) => activation switch
    {
        Activation.None => "none\0"u8,
        Activation.Relu => "relu\0"u8,
        _ => "hardtanh\0"u8,
    };

    private static void Check(int status, Conv2d convolution, Tensor input)
    {
        if (status != 0)
            throw new InvalidOperationException($"libtorch refused a convolution of {SafetensorsEntry.ShapeText(input.shape)} ({input.dtype}) with weights "
                + $"{SafetensorsEntry.ShapeText(convolution.weight.shape)} ({convolution.weight.dtype}); it wrote the reason to standard error.");
    }
}

using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Layers;

/// <summary>The operations between layers that are no modules. A running <see cref="NetworkTrace"/> sees them here.</summary>
internal static class Operations
{
    /// <summary>Kind of an operation in a trace.</summary>
    public const string Concatenation = "concat", Sum = "add", Flattened = "flatten", Copied = "copy";

    /// <summary>Joins branches along the channels.</summary>
    public static Tensor Concatenate(params Tensor[] branches) => Run(Concatenation, maps => cat(maps, 1), branches);

    /// <summary>Adds the skip to the residual, in place in the residual.</summary>
    public static Tensor AddSkip(Tensor residual, Tensor skip)
    {
        var trace = NetworkTrace.Current;
        int[] sources = trace?.Sources(residual, skip) ?? [];
        var sum = residual.add_(skip);
        trace?.Operation(Sum, sum, sources, maps => maps[0] + maps[1]);
        return sum;
    }

    /// <summary>The same map in memory of its own.</summary>
    public static Tensor Copy(Tensor map) => Run(Copied, maps => maps[0].clone(), map);

    /// <summary>N x C x H x W to N x C: the mean over the pixels.</summary>
    public static Tensor GlobalAverage(Tensor map) => Run("global average", maps => maps[0].mean([2, 3]), map);

    /// <summary>Mean over windows; padding counts as zeros.</summary>
    public static Tensor AveragePool(Tensor map, int kernel, int stride, int padding = 0) =>
        Run($"average pool {kernel} x {kernel}", maps => functional.avg_pool2d(maps[0], kernel, stride, padding), map);

    /// <summary>Maximum over windows.</summary>
    public static Tensor MaximumPool(Tensor map, int kernel, int stride) =>
        Run($"max pool {kernel} x {kernel}", maps => functional.max_pool2d(maps[0], kernel, stride), map);

    /// <summary>N x C x H x W to N x CHW.</summary>
    public static Tensor Flatten(Tensor map) => Run(Flattened, maps => maps[0].flatten(1), map);

    private static Tensor Run(string kind, Func<Tensor[], Tensor> compute, params Tensor[] inputs)
    {
        var result = compute(inputs);
        if (NetworkTrace.Current is { } trace) trace.Operation(kind, result, trace.Sources(inputs), compute);
        return result;
    }
}

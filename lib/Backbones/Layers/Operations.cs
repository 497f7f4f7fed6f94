using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Layers;

/// <summary>The operations between layers that are no modules. A running <see cref="NetworkTrace"/> sees them here.</summary>
internal static class Operations
{
    /// <summary>Kind of an operation in a trace.</summary>
    public const string Concatenation = "concat", Sum = "add", Flattened = "flatten";

    /// <summary>Joins branches along the channels.</summary>
    public static Tensor Concatenate(params Tensor[] branches) => Note(Concatenation, cat(branches, 1), branches);

    /// <summary>Adds the skip to the residual, in place in the residual.</summary>
    public static Tensor AddSkip(Tensor residual, Tensor skip)
    {
        var trace = NetworkTrace.Current;
        int[] sources = trace?.Sources(residual, skip) ?? [];
        var sum = residual.add_(skip);
        trace?.Operation(Sum, sum, sources);
        return sum;
    }

    /// <summary>N x C x H x W to N x C: the mean over the pixels.</summary>
    public static Tensor GlobalAverage(Tensor map) => Note("global average", map.mean([2, 3]), map);

    /// <summary>Mean over windows; padding counts as zeros.</summary>
    public static Tensor AveragePool(Tensor map, int kernel, int stride, int padding = 0) =>
        Note($"average pool {kernel} x {kernel}", functional.avg_pool2d(map, kernel, stride, padding), map);

    /// <summary>Maximum over windows.</summary>
    public static Tensor MaximumPool(Tensor map, int kernel, int stride) =>
        Note($"max pool {kernel} x {kernel}", functional.max_pool2d(map, kernel, stride), map);

    /// <summary>N x C x H x W to N x CHW.</summary>
    public static Tensor Flatten(Tensor map) => Note(Flattened, map.flatten(1), map);

    private static Tensor Note(string kind, Tensor result, params Tensor[] inputs)
    {
        if (NetworkTrace.Current is { } trace) trace.Operation(kind, result, trace.Sources(inputs));
        return result;
    }
}

using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Scenes.Backbones.Layers;

/// <summary>Runs one black image through a network and lists what happened.</summary>
internal static class NetworkInspector
{
    /// <summary>The layers at the level of stages and classifier layers.</summary>
    public static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Outline(Backbone network)
    {
        string[] stages = [.. network.Stages.Select(stage => stage.Name)];
        bool inStage(string name) => stages.Any(stage => name == stage || name.StartsWith(stage + ".", StringComparison.Ordinal));
        return [
            .. network.Stages.Select(stage => (stage.Name, stage.Module)),
            .. Leaves(network).Where(leaf => !inStage(leaf.Name)),
        ];
    }

    /// <summary>All layers that have none inside.</summary>
    public static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Leaves(nn.Module network) =>
        from entry in network.named_modules()
        where !entry.module.children().Any()
        let layer = entry.module as Module<Tensor, Tensor>
        where layer is not null
        select (entry.name, layer);

    /// <summary>The direct parts of a block; a part that is a mere sequence counts as its parts.</summary>
    public static IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> Parts(string prefix, nn.Module block) =>
        block.named_children().SelectMany(child => child.module is Sequential
            ? Parts($"{prefix}{child.name}.", child.module)
            : [($"{prefix}{child.name}", (Module<Tensor, Tensor>)child.module)]);

    /// <summary>Traces one pass in inference mode without gradients and leaves the network's modes as they were.</summary>
    /// <param name="network">The network.</param>
    /// <param name="watched">The layers to list.</param>
    /// <param name="input">Shape of the input of <paramref name="forward"/>.</param>
    /// <param name="forward">What to run.</param>
    public static IReadOnlyList<TracedStep> Trace(
        Backbone network, IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> watched, long[] input, Func<Tensor, Tensor> forward) =>
        Trace(network, watched, input, image => [forward(image)]).Steps;

    /// <summary>As above, for a pass with several results.</summary>
    /// <returns>The steps, and the indices of those that made the results.</returns>
    public static (IReadOnlyList<TracedStep> Steps, int[] Results) Trace(
        Backbone network, IEnumerable<(string Name, Module<Tensor, Tensor> Layer)> watched, long[] input, Func<Tensor, IReadOnlyList<Tensor>> forward)
    {
        using var inference = new InferenceModeScope(network);
        using var withoutGradient = no_grad();
        using var scope = NewDisposeScope();
        using var trace = new NetworkTrace(watched);
        var model = network.parameters().First();
        int[] results = trace.Sources([.. forward(zeros(input, model.dtype, model.device))]);
        return ([.. trace.Steps], results);
    }

    /// <summary>The layer table of one pass.</summary>
    public static IReadOnlyList<LayerRow> Describe(Backbone network, int height, int width)
    {
        long[] input = [1, 3, height, width];
        var macs = Trace(network, Leaves(network), input, network.call).Select(step => (step.Name, Macs: Macs(step))).Where(leaf => leaf.Macs > 0).ToList();
        return [.. Trace(network, Outline(network), input, network.call).Select(step => new LayerRow(
            step.Name,
            step.Layer is null ? step.Name : LayerText.Of(step.Layer),
            step.Shape,
            Parameters(step.Layer),
            step.Layer is null ? 0 : macs.Where(leaf => leaf.Name == step.Name || leaf.Name.StartsWith(step.Name + ".", StringComparison.Ordinal)).Sum(leaf => leaf.Macs)))];
    }

    public static long Parameters(nn.Module? layer) => layer?.parameters().Sum(parameter => parameter.numel()) ?? 0;

    private static long Macs(TracedStep step)
    {
        long results = step.Shape.Aggregate(1L, (product, size) => product * size);
        return step.Layer switch
        {
            Conv2d conv => results * (conv.in_channels / conv.groups) * conv.kernel_size[0] * conv.kernel_size[1],
            Linear linear => results * linear.in_features,
            _ => 0,
        };
    }
}

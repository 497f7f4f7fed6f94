using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>Runs stages one after the other and frees each map as soon as the next one is there.</summary>
internal static class StageChain
{
    public static IEnumerable<Stage> Of(string name, Sequential sequential) =>
        sequential.named_children().Select(child => new Stage($"{name}.{child.name}", (nn.Module<Tensor, Tensor>)child.module));

    /// <summary>Index of the stage after which <paramref name="cut"/> stands: an exact name, or the last of those below it (<c>layer3</c> = <c>layer3.5</c>).</summary>
    public static int IndexOf(IReadOnlyList<Stage> stages, string cut, string network)
    {
        for (int index = stages.Count - 1; index >= 0; index--)
            if (stages[index].Name == cut || stages[index].Name.StartsWith(cut + ".", StringComparison.Ordinal)) return index;
        throw new ArgumentException($"{network} cannot be cut at '{cut}'. Allowed: {string.Join(", ", stages.Select(stage => stage.Name))}, {Backbone.Pooled}.", nameof(cut));
    }

    /// <summary>The map after the stages, in the caller's dispose scope; <paramref name="input"/> is neither changed nor disposed.</summary>
    public static Tensor Run(IEnumerable<Stage> stages, Tensor input)
    {
        using var scope = NewDisposeScope();
        var map = input;
        bool isCallers = true; // the map's memory
        foreach (var (_, module) in stages)
        {
            bool overwrites = module is ReLU or ReLU6; // these work in place
            var before = overwrites && isCallers ? Operations.Copy(map) : map;
            map = module.call(before);
            isCallers &= module is FoldableBatchNorm { IsFolded: true }; // hands on what it gets
            if (!ReferenceEquals(before, input) && !ReferenceEquals(before, map)) before.Dispose();
        }
        return ReferenceEquals(map, input) ? input.alias().MoveToOuterDisposeScope() : map.MoveToOuterDisposeScope();
    }
}

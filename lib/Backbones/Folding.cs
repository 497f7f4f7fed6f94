using Scenes.Backbones.Layers;
using TorchSharp.Modules;

namespace Scenes.Backbones;

/// <summary>Moves batch norm into the convolution before it: in inference both are one linear map, and one pass over memory is saved.</summary>
public static class Folding
{
    /// <summary>Folds every batch norm that alone follows a convolution. The network computes the same, for inference only, and learns no more.</summary>
    /// <param name="network">A network with its weights loaded; changed in place, set to inference mode and frozen. Its keys are no longer those of a state dict.</param>
    /// <param name="cut">Where maps will be taken, see <see cref="Cuts"/>: a convolution that is such a stage itself is left as it is.</param>
    /// <returns>The number of folded layers; 0 for a network without batch norm.</returns>
    public static int Fold(Backbone network, string cut = Backbone.Pooled)
    {
        ArgumentNullException.ThrowIfNull(network);
        var ends = network.Stages.Where(stage => Cuts.Parts(cut).Contains(stage.Name)).Select(stage => stage.Module).ToList();
        network.Freeze();
        network.eval();
        int size = network.Spec.MinimumSize;
        var steps = NetworkInspector.Trace(network, NetworkInspector.Leaves(network), [1, 3, size, size], input => network.Features(input));
        int folded = 0;
        foreach (var step in steps)
        {
            if (step.Layer is not FoldableBatchNorm { IsFolded: false } norm || step.Sources is not [>= 0 and var source]) continue;
            if (steps[source].Layer is not Conv2d convolution || steps.Count(other => other.Sources.Contains(source)) != 1) continue;
            if (ends.Contains(convolution)) continue;
            norm.FoldInto(convolution);
            folded++;
        }
        return folded;
    }
}

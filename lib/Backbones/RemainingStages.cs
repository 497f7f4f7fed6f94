using Scenes.Backbones.Layers;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>The stages of a network after a cut, and the pooling: maps to feature vectors. Made by <see cref="Backbone.StagesAfter"/>.</summary>
/// <remarks>The layers belong to the network: disposing this leaves them alone, and their keys are the network's (<c>Mixed_7b.…</c>).</remarks>
public sealed class RemainingStages : nn.Module<Tensor, Tensor>
{
    private readonly List<Stage> stages;
    private readonly bool keepStatistics;

    internal RemainingStages(Backbone network, int first, bool keepStatistics) : base($"{network.Spec.Name} after stage {first}")
    {
        stages = [.. network.Stages.Skip(first)];
        this.keepStatistics = keepStatistics;
        FeatureWidth = network.FeatureWidth;
        RegisterAsInNetwork();
        this.train(network.training);
    }

    /// <summary>D, the length of a feature vector.</summary>
    public int FeatureWidth { get; }

    /// <summary>The stages, in order.</summary>
    public IReadOnlyList<Stage> Stages => stages;

    /// <summary>Pooled features of a map.</summary>
    /// <param name="input">N x C x H x W, the map at the cut.</param>
    /// <returns>N x D.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Operations.GlobalAverage(StageChain.Run(stages, input)).MoveToOuterDisposeScope();
    }

    /// <summary>Sets the mode; batch norm stays in inference mode where it keeps its statistics.</summary>
    /// <param name="train">True for training, false for inference.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train || !keepStatistics) return;
        foreach (var module in modules().OfType<FoldableBatchNorm>()) module.eval();
    }

    /// <summary>Registers <c>layer4.0</c> as child 0 of a group <c>layer4</c>: a module's own name must have no dot.</summary>
    private void RegisterAsInNetwork()
    {
        foreach (var group in stages.GroupBy(stage => stage.Name.Split('.')[0]))
        {
            var members = group.Select(stage => (Name: stage.Name[group.Key.Length..].TrimStart('.'), stage.Module)).ToList();
            register_module(group.Key, members is [{ Name: "" } only] ? only.Module : nn.Sequential(members));
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => base.Dispose(disposing: false); // the layers are the network's
}

using Scenes.Backbones.Layers;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>The stages of a network after a cut, and the pooling: maps to feature vectors. Made by <see cref="Backbone.StagesAfter"/>.</summary>
/// <remarks>
/// Where several stages were cut at, a row has the means of the earlier maps and then the last map, flattened; the means pass through and
/// stand before the pooled features. The layers belong to the network: disposing this leaves them alone, and their keys are the network's (<c>Mixed_7b.…</c>).
/// </remarks>
public sealed class RemainingStages : nn.Module<Tensor, Tensor>
{
    private readonly List<Stage> stages;
    private readonly bool keepStatistics;
    private readonly int besideWidth, mapChannels; // of rows that hold more than a map

    internal RemainingStages(Backbone network, string cut, bool keepStatistics) : base($"{network.Spec.Name} after stage {network.StageCount(cut)}")
    {
        stages = [.. network.Stages.Skip(network.StageCount(cut))];
        this.keepStatistics = keepStatistics;
        if (Cuts.Parts(cut).Count > 1) (besideWidth, mapChannels) = Widths(network, cut);
        FeatureWidth = besideWidth + network.FeatureWidth;
        RegisterAsInNetwork();
        this.train(network.training);
    }

    /// <summary>D, the length of a feature vector, with what earlier stages put beside it.</summary>
    public int FeatureWidth { get; }

    /// <summary>The stages, in order.</summary>
    public IReadOnlyList<Stage> Stages => stages;

    /// <summary>Pooled features of cached rows.</summary>
    /// <param name="input">N x C x H x W, the map at the cut; N x (D1 + … + CHH) where several stages were cut at.</param>
    /// <returns>N x D.</returns>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        (Tensor? beside, Tensor map) = Split(input);
        Tensor pooled = Operations.GlobalAverage(StageChain.Run(stages, beside is null ? map : ChannelsLast.Convert(map))); // N x D
        return (beside is null ? pooled : Operations.Concatenate(beside, pooled)).MoveToOuterDisposeScope();
    }

    /// <summary>Pooled features where the layers compute in another number format: the map alone is converted, and every mean is fp32.</summary>
    /// <param name="rows">Cached rows as for <see cref="forward"/>, fp32.</param>
    /// <param name="place">Makes of the map what the layers take.</param>
    /// <returns>N x D, fp32, where the rows are.</returns>
    internal Tensor Features(Tensor rows, Func<Tensor, Tensor> place)
    {
        using var scope = NewDisposeScope();
        (Tensor? beside, Tensor map) = Split(rows);
        Tensor pooled = StageChain.Run(stages, place(map)).mean([2, 3], type: ScalarType.Float32).to(rows.device); // N x D
        return (beside is null ? pooled : cat([beside, pooled], 1)).MoveToOuterDisposeScope();
    }

    /// <summary>Sets the mode; batch norm stays in inference mode where it keeps its statistics.</summary>
    /// <param name="train">True for training, false for inference.</param>
    public override void train(bool train = true)
    {
        base.train(train);
        if (!train || !keepStatistics) return;
        foreach (var module in modules().OfType<FoldableBatchNorm>()) module.eval();
    }

    /// <summary>The means that stand beside, N x (D1 + …) or null where there are none, and the map N x C x H x W.</summary>
    private (Tensor? Beside, Tensor Map) Split(Tensor rows)
    {
        if (mapChannels == 0) return (null, rows);
        long pixels = (rows.shape[1] - besideWidth) / mapChannels, side = (long)Math.Sqrt(pixels);
        return (rows[.., ..besideWidth], rows[.., besideWidth..].reshape(-1, mapChannels, side, side));
    }

    /// <summary>Asks the network with a blank image: numbers of channels are nowhere else.</summary>
    private static (int Beside, int Map) Widths(Backbone network, string cut)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        Parameter first = network.parameters().First();
        Tensor blank = zeros(1, 3, network.Spec.MinimumSize, network.Spec.MinimumSize, first.dtype, first.device);
        int[] channels = [.. network.Maps(blank, cut).Select(map => (int)map.shape[1])];
        return (channels[..^1].Sum(), channels[^1]);
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

using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>A layer that takes the training mean off each feature and divides by its deviation. It has no weights; the numbers travel with the network.</summary>
internal sealed class Standardise : nn.Module<Tensor, Tensor>
{
    private const string Mean = "mean", Scale = "scale";

    /// <summary>A layer with the given statistics; a feature that never changes becomes 0.</summary>
    /// <param name="statistics">D means and deviations.</param>
    public Standardise(FeatureStatistics statistics)
        : base(nameof(Standardise))
    {
        ArgumentNullException.ThrowIfNull(statistics);
        register_buffer(Mean, tensor(statistics.Means.Select(value => (float)value).ToArray()).DetachFromDisposeScope());
        register_buffer(Scale, tensor(statistics.Deviations.Select(value => value > 0 ? (float)(1 / value) : 0).ToArray()).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) // N x D
    {
        using var scope = NewDisposeScope();
        return (input - get_buffer(Mean)!).mul_(get_buffer(Scale)!).to(input.dtype).MoveToOuterDisposeScope(); // N x D; in fp32 whatever the input
    }
}

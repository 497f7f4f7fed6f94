using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>
/// Turns gradients into new weights. Small and our own, because everything it remembers must be read and written by a checkpoint.
/// </summary>
internal abstract class WeightOptimizer(IReadOnlyList<TrainedWeight> weights) : IDisposable
{
    /// <summary>All that the optimizer remembers between steps, by name.</summary>
    public WeightState Memory { get; } = new(new SortedDictionary<string, Tensor>(StringComparer.Ordinal));

    protected IReadOnlyList<TrainedWeight> Weights { get; } = weights;

    public static WeightOptimizer Create(TrainingOptions options, IReadOnlyList<TrainedWeight> weights) => options.Optimizer switch
    {
        OptimizerKind.Sgd => new SgdOptimizer(weights, options.Momentum, options.WeightDecay),
        OptimizerKind.AdamW => new AdamWOptimizer(weights, options.WeightDecay),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Optimizer, "Known optimizers: Sgd, AdamW."),
    };

    /// <summary>One step along the gradients that stand in the working weights; shortened to a total length of <paramref name="clipNorm"/> unless that is 0.</summary>
    public void Step(double learningRate, double clipNorm)
    {
        using var noGradient = no_grad();
        if (clipNorm > 0) TorchSharp.torch.nn.utils.clip_grad_norm_(Weights.Select(weight => weight.Working), clipNorm);
        for (int i = 0; i < Weights.Count; i++)
        {
            using var scope = NewDisposeScope();
            TrainedWeight weight = Weights[i];
            if (weight.Working.grad is not { } gradient) continue; // a part of the network that this batch did not use
            Update(i, gradient.to(ScalarType.Float32), learningRate);
            if (weight.IsSplit) weight.Working.copy_(weight.Master);
        }
    }

    public void Dispose() => Memory.Dispose();

    protected abstract void Update(int index, Tensor gradient, double learningRate);
}

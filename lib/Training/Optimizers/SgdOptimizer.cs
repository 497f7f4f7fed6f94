using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Gradient descent with Nesterov momentum, in PyTorch's form: v = m v + g; w = w - r (g + m v), with decay added to g.</summary>
internal sealed class SgdOptimizer : WeightOptimizer
{
    private readonly double momentum, weightDecay;
    private readonly Tensor[] velocities;

    public SgdOptimizer(IReadOnlyList<TrainedWeight> weights, double momentum, double weightDecay)
        : base(weights)
    {
        this.momentum = momentum;
        this.weightDecay = weightDecay;
        velocities = [.. weights.Select(weight => Memory.Add($"{weight.Name}.velocity", zeros_like(weight.Master, requires_grad: false)))];
    }

    protected override void Update(int index, Tensor gradient, double learningRate)
    {
        TrainedWeight weight = Weights[index];
        Tensor velocity = velocities[index];
        if (weight.Decays && weightDecay > 0) gradient = gradient.add(weight.Master, alpha: weightDecay);
        velocity.mul_(momentum).add_(gradient);
        weight.Master.add_(gradient.add(velocity, alpha: momentum), alpha: -learningRate);
    }
}

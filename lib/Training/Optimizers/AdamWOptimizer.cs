using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>Adam (arXiv:1412.6980) with decoupled weight decay (arXiv:1711.05101) and PyTorch's constants: betas 0.9 and 0.999, epsilon 1e-8.</summary>
internal sealed class AdamWOptimizer : WeightOptimizer
{
    private const double FirstBeta = 0.9, SecondBeta = 0.999, Epsilon = 1e-8;

    private readonly double weightDecay;
    private readonly Tensor[] means, squares, counts;

    public AdamWOptimizer(IReadOnlyList<TrainedWeight> weights, double weightDecay)
        : base(weights)
    {
        this.weightDecay = weightDecay;
        means = [.. weights.Select(weight => Memory.Add($"{weight.Name}.mean", zeros_like(weight.Master, requires_grad: false)))];
        squares = [.. weights.Select(weight => Memory.Add($"{weight.Name}.square", zeros_like(weight.Master, requires_grad: false)))];
        counts = [.. weights.Select(weight => Memory.Add($"{weight.Name}.steps", zeros(1, ScalarType.Int64)))];
    }

    protected override void Update(int index, Tensor gradient, double learningRate)
    {
        TrainedWeight weight = Weights[index];
        double step = counts[index].add_(1).item<long>();
        if (weight.Decays && weightDecay > 0) weight.Master.mul_(1 - (learningRate * weightDecay));
        means[index].lerp_(gradient, 1 - FirstBeta);
        squares[index].mul_(SecondBeta).addcmul_(gradient, gradient, 1 - SecondBeta);
        Tensor scale = squares[index].sqrt().div_(Math.Sqrt(1 - Math.Pow(SecondBeta, step))).add_(Epsilon);
        weight.Master.addcdiv_(means[index], scale, -learningRate / (1 - Math.Pow(FirstBeta, step)));
    }
}

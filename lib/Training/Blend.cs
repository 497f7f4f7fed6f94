using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>How one batch is blended with itself (mixup: Beyond Empirical Risk Minimization, arXiv:1710.09412), with an even instead of a beta distribution.</summary>
/// <param name="Order">B positions: the other image of each image.</param>
/// <param name="Share">Share of the other image.</param>
internal sealed record Blend(long[] Order, double Share)
{
    public static Blend Draw(int count, double most, Generator generator)
    {
        using var scope = NewDisposeScope();
        return new Blend(randperm(count, generator: generator).data<long>().ToArray(), most * rand(1, generator: generator).item<float>());
    }

    /// <summary>Blended inputs B x ..., floating point.</summary>
    public Tensor Mix(Tensor inputs)
    {
        using var scope = NewDisposeScope();
        return inputs.lerp(inputs.index_select(0, tensor(Order, device: inputs.device)), Share).MoveToOuterDisposeScope();
    }

    /// <summary>The loss for each image's own label and for the other's, in the same shares.</summary>
    public Tensor Loss(Tensor logits, Tensor labels, double smoothing)
    {
        using var scope = NewDisposeScope();
        Tensor own = CrossEntropy.Mean(logits, labels, smoothing);
        Tensor other = CrossEntropy.Mean(logits, labels.index_select(0, tensor(Order, device: labels.device)), smoothing);
        return (((1 - Share) * own) + (Share * other)).MoveToOuterDisposeScope();
    }
}

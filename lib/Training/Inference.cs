using Scenes.Backbones;
using Scenes.Backbones.Layers;
using Scenes.Features;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>What a network says of a whole set: inference mode, no gradients, every input once and in order.</summary>
public static class Inference
{
    /// <summary>Log-probabilities of a set.</summary>
    /// <param name="network">B x ... to logits B x K. The modes of all its parts are the same afterwards.</param>
    /// <param name="set">N inputs; its <see cref="TrainingSet.Prepare"/> is applied.</param>
    /// <param name="batchSize">Inputs at once; 1 or more.</param>
    /// <param name="averageFlips">Whether the probabilities of each image and its mirror image are averaged; inputs must be B x C x H x W.</param>
    /// <param name="precision">Number format of the inputs; the network's layers must have it already.</param>
    /// <param name="channelsLast">Whether image batches are laid out with channels last in memory.</param>
    /// <returns>N x K, fp32, on the CPU; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The network does not give one row of logits for each input, or flips were asked of inputs that are no images.</exception>
    public static Tensor LogProbabilities(
        nn.Module<Tensor, Tensor> network, TrainingSet set, int batchSize = 128, bool averageFlips = false,
        Precision precision = Precision.Float32, bool channelsLast = false)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(set);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        using var inference = new InferenceModeScope(network);
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        using var generator = new Generator(0); // evaluation has no chance in it; the hook's signature asks for one
        var parts = new List<Tensor>();
        foreach (long[] indices in Enumerable.Range(0, set.Count).Select(index => (long)index).Chunk(batchSize))
            parts.Add(Batch(network, () => Place(set.Inputs(indices, generator), precision, channelsLast), averageFlips));
        return cat(parts).MoveToOuterDisposeScope();
    }

    /// <summary>Log of the mean of the probabilities that several views of the same inputs give.</summary>
    /// <param name="views">V tensors of log-probabilities B x K.</param>
    /// <returns>B x K.</returns>
    internal static Tensor MeanOfProbabilities(IReadOnlyList<Tensor> views)
    {
        using var scope = NewDisposeScope();
        return (stack(views).logsumexp(0) - Math.Log(views.Count)).MoveToOuterDisposeScope();
    }

    /// <summary>Moves a batch to the device, number format and memory order of the computation. Whole numbers keep their type.</summary>
    internal static Tensor Place(Tensor inputs, Precision precision, bool channelsLast)
    {
        Tensor placed = inputs.to(Device.Current.Torch);
        if (placed.is_floating_point()) placed = placed.to(precision.ScalarType());
        return channelsLast && placed.dim() == 4 ? ChannelsLast.Convert(placed) : placed;
    }

    /// <summary>Checks that a network gave B x K logits.</summary>
    internal static void CheckLogits(Tensor logits, long count)
    {
        if (logits.dim() != 2 || logits.shape[0] != count)
            throw new ArgumentException($"The network gave an output of shape ({string.Join(" x ", logits.shape)}) for {count} inputs; expected {count} x K logits.", nameof(logits));
    }

    /// <summary>One batch in a scope of its own, inputs included: memory does not grow with the set.</summary>
    private static Tensor Batch(nn.Module<Tensor, Tensor> network, Func<Tensor> gather, bool averageFlips)
    {
        using var scope = NewDisposeScope();
        Tensor inputs = gather(); // B x ...
        Tensor logs = Logs(network, inputs); // B x K
        if (averageFlips)
        {
            if (inputs.dim() != 4)
                throw new ArgumentException($"Flips are averaged over images B x C x H x W; these inputs are ({string.Join(" x ", inputs.shape)}).", nameof(averageFlips));
            logs = logaddexp(logs, Logs(network, inputs.flip(3))) - Math.Log(2); // B x K
        }
        return logs.cpu().MoveToOuterDisposeScope();
    }

    /// <summary>Log-probabilities B x K in fp32 of one placed batch.</summary>
    internal static Tensor Logs(nn.Module<Tensor, Tensor> network, Tensor inputs)
    {
        Tensor logits = network.call(inputs);
        CheckLogits(logits, inputs.shape[0]);
        return logits.to(ScalarType.Float32).log_softmax(1);
    }
}

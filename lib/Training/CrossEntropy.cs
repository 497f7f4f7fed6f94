using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>The loss of classification.</summary>
internal static class CrossEntropy
{
    /// <summary>Mean cross-entropy between labels and logits, in nats.</summary>
    /// <param name="logits">B x K, fp32.</param>
    /// <param name="labels">B class indices, int64.</param>
    /// <param name="smoothing">
    /// Share of each target that is spread evenly over all K classes (Rethinking the Inception Architecture for Computer Vision,
    /// arXiv:1512.00567, section 7); 0 to below 1.
    /// </param>
    /// <returns>A scalar that gradients flow through; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">A label is not a class of the logits, or the shapes do not fit.</exception>
    public static Tensor Mean(Tensor logits, Tensor labels, double smoothing = 0)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        Inference.CheckLogits(logits, labels.shape[0]);
        using var scope = NewDisposeScope();
        CheckLabels(logits, labels);
        Tensor logs = logits.log_softmax(1); // B x K
        Tensor loss = -logs.gather(1, labels.unsqueeze(1)).mean();
        if (smoothing > 0) loss = ((1 - smoothing) * loss) - (smoothing * logs.mean());
        return loss.MoveToOuterDisposeScope();
    }

    /// <summary>Checks that every label is a class of logits B x K.</summary>
    internal static void CheckLabels(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        (long lowest, long highest) = (labels.min().item<long>(), labels.max().item<long>());
        if (lowest < 0 || highest >= logits.shape[1])
            throw new ArgumentException($"Label {(lowest < 0 ? lowest : highest)}, but the network has {logits.shape[1]} outputs; allowed: 0 to {logits.shape[1] - 1}.", nameof(labels));
    }
}

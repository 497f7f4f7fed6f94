using TorchSharp;
using static TorchSharp.torch;
using Device = Scenes.Runtime.Device;

namespace Scenes.Training;

/// <summary>The one training loop: plain networks, heads on cached features, and opened blocks of pretrained networks.</summary>
public static class Trainer
{
    /// <summary>Fits all weights that require a gradient; the weights of the best validated epoch are in the network afterwards.</summary>
    /// <param name="network">
    /// B x ... to logits B x K; moved to <see cref="Device.Current"/>. Parts whose weights are all frozen stay in inference mode and bit-equal.
    /// </param>
    /// <param name="train">What weights are fitted on.</param>
    /// <param name="validation">What the best epoch is chosen on; never the test split.</param>
    /// <param name="options">Everything that decides the result.</param>
    /// <param name="run">Name, checkpoint and progress; null for none.</param>
    /// <param name="cancellation">Ends the run after the running step with the best weights so far.</param>
    /// <returns>The history and why the run ended. The network is in inference mode.</returns>
    /// <remarks>
    /// Equal options, sets, first weights and thread count give bit-equal weights on a CPU, whether the run was interrupted or not.
    /// torch's global generator is reseeded for every epoch. However a run ends, the network has the weights of its best epoch, and its first ones where none was finished.
    /// </remarks>
    /// <exception cref="ArgumentException">Nothing learns, a label has no output, or the network does not give B x K logits.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="InvalidOperationException">A checkpoint was asked for, and a set was made without a source.</exception>
    /// <exception cref="TrainingDivergedException">The loss is not finite; says epoch, batch and learning rate.</exception>
    /// <exception cref="InvalidDataException">
    /// The checkpoint is damaged or belongs to other options, sets or frozen weights. First weights and <see cref="TrainingSet.Prepare"/> are not compared: give each its own file.
    /// </exception>
    /// <exception cref="OperationCanceledException">Cancelled before the first epoch was finished.</exception>
    public static TrainingResult Fit(
        nn.Module<Tensor, Tensor> network, TrainingSet train, TrainingSet validation, TrainingOptions options,
        TrainingRun? run = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(validation);
        ArgumentNullException.ThrowIfNull(options);
        if (Device.Current.IsCuda) network.to(Device.Current.Torch);
        using var loop = new TrainingLoop(network, train, validation, options.Validated(), run ?? new TrainingRun("network"));
        return loop.Run(cancellation);
    }
}

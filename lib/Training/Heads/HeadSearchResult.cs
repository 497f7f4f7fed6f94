using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>A head whose settings were chosen on validation. Disposing it disposes the network.</summary>
/// <param name="Network">Features N x D, as they come from the cache, to logits N x K; in inference mode.</param>
/// <param name="Candidates">Everything that was tried, in order.</param>
/// <param name="Chosen">The candidate with the lowest validation loss.</param>
/// <param name="History">Epochs of the chosen head; null for the linear head, which has none.</param>
public sealed record HeadSearchResult(
    nn.Module<Tensor, Tensor> Network, IReadOnlyList<HeadCandidate> Candidates, HeadCandidate Chosen, TrainingHistory? History) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}

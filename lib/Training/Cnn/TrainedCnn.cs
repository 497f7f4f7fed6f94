using static TorchSharp.torch;

namespace Scenes.Training;

/// <summary>A network that a recipe trained. Disposing it disposes the network.</summary>
/// <param name="Recipe">The recipe.</param>
/// <param name="Network">N x 3 x S x S normalised floats to logits N x K, in inference mode.</param>
/// <param name="Result">History and ending.</param>
public sealed record TrainedCnn(CnnRecipe Recipe, nn.Module<Tensor, Tensor> Network, TrainingResult Result) : IDisposable
{
    /// <summary>Examines the network on some images.</summary>
    /// <param name="images">Images as bytes, N x 3 x S x S; validation images, not the test split.</param>
    public NetworkDiagnosis Diagnose(TrainingSet images) => NetworkDiagnosis.Of(Network, Recipe.ForEvaluation(images));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}

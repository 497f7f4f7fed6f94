using static TorchSharp.torch;

namespace Scenes.Backbones.Layers;

/// <summary>One step of a forward pass.</summary>
/// <param name="Name">Name of the layer, or kind of the operation.</param>
/// <param name="Layer">Null for an operation that is no layer.</param>
/// <param name="Shape">Shape of the result.</param>
/// <param name="Sources">Indices of the steps whose results went in; -1 for the input of the pass.</param>
/// <param name="Replay">Does the same with other inputs.</param>
internal sealed record TracedStep(string Name, nn.Module<Tensor, Tensor>? Layer, long[] Shape, int[] Sources, Func<Tensor[], Tensor> Replay);

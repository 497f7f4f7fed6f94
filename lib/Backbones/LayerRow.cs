namespace Scenes.Backbones;

/// <summary>One row of a network's layer table.</summary>
/// <param name="Name">Name in the state dict, or the kind of an operation that has none, such as <c>global average</c>.</param>
/// <param name="Kind">What it is: <c>conv 3 x 3, stride 2</c>, <c>Bottleneck</c>.</param>
/// <param name="Shape">Shape of the result for one image: 1 x C x H x W, or 1 x D.</param>
/// <param name="Parameters">Number of parameters; buffers not counted.</param>
/// <param name="Macs">Multiply-adds of convolutions and linear layers for one image.</param>
public sealed record LayerRow(string Name, string Kind, IReadOnlyList<long> Shape, long Parameters, long Macs);

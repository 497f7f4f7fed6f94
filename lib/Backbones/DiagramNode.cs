namespace Scenes.Backbones;

/// <summary>A box of a diagram.</summary>
/// <param name="Id">Unique in the diagram: the name in the state dict where there is one.</param>
/// <param name="Kind">What the box can be coloured by.</param>
/// <param name="Label">What it does, in a few words: <c>conv 3 x 3</c>, <c>add</c>.</param>
/// <param name="Then">Layers that work on each value alone and belong to this box: <c>batch norm</c>, <c>ReLU</c>.</param>
/// <param name="Shape">Shape of the result for one image.</param>
/// <param name="Parameters">Number of parameters.</param>
public sealed record DiagramNode(string Id, DiagramKind Kind, string Label, IReadOnlyList<string> Then, IReadOnlyList<long> Shape, long Parameters);

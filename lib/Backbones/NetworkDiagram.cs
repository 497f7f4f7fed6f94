namespace Scenes.Backbones;

/// <summary>Layers and the way of the data between them, taken from a network while an image ran through it.</summary>
/// <param name="Title">What is drawn, such as <c>ResNet-50, layer3.0</c>.</param>
/// <param name="Nodes">In order of execution; the first is the input.</param>
/// <param name="Edges">From maker to user.</param>
public sealed record NetworkDiagram(string Title, IReadOnlyList<DiagramNode> Nodes, IReadOnlyList<DiagramEdge> Edges);

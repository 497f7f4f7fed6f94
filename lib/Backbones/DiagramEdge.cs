namespace Scenes.Backbones;

/// <summary>An arrow of a diagram.</summary>
/// <param name="From">Id of the node whose result goes in.</param>
/// <param name="To">Id of the node that takes it.</param>
public sealed record DiagramEdge(string From, string To);

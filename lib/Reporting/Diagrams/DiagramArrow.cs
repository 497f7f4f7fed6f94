namespace Scenes.Reporting;

/// <summary>An arrow of a diagram.</summary>
/// <param name="From">Id of the box where it starts.</param>
/// <param name="To">Id of the box where it ends.</param>
public sealed record DiagramArrow(string From, string To);

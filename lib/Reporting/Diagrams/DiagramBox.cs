namespace Scenes.Reporting;

/// <summary>A box of a diagram.</summary>
/// <param name="Id">Names the box for arrows.</param>
/// <param name="Label">What it is; the first line.</param>
/// <param name="Details">More lines, such as the shape of its result.</param>
/// <param name="Colour">Of frame and filling; boxes of one kind have one colour.</param>
public sealed record DiagramBox(string Id, string Label, IReadOnlyList<string> Details, Colour Colour = Colour.Ink);

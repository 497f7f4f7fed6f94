namespace Scenes.Reporting.Diagrams;

/// <summary>A place in a row of a diagram: a box, or a bend where an arrow passes the row.</summary>
internal sealed class Spot(DiagramBox? box)
{
    private const double BendWidth = 18, LineHeight = 16, Padding = 10;

    public DiagramBox? Box { get; } = box;

    public List<Spot> Above { get; } = [];

    public List<Spot> Below { get; } = [];

    public double Width { get; } = box is null ? BendWidth : TextWidth(box);

    /// <summary>A bend passes its row from edge to edge, so that its arrow crosses no box there.</summary>
    public double Height { get; set; } = box is null ? 0 : 2 * Padding + LineHeight * (1 + box.Details.Count);

    /// <summary>The middle.</summary>
    public double X { get; set; }

    /// <summary>The upper edge.</summary>
    public double Y { get; set; }

    private static double TextWidth(DiagramBox box) =>
        Math.Max(96, 2 * Padding + Math.Max(7.6 * box.Label.Length, 6.6 * box.Details.Select(line => line.Length).DefaultIfEmpty().Max()));
}

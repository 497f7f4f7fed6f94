namespace Scenes.Reporting;

/// <summary>A line across a panel that values are compared with.</summary>
/// <param name="Label">Written at the line.</param>
/// <param name="At">Where it stands, in units of the axis that it crosses.</param>
/// <param name="Vertical">Whether it crosses the horizontal axis.</param>
public sealed record ReferenceLine(string Label, double At, bool Vertical)
{
    /// <summary>Colour of line and label.</summary>
    public Colour Colour { get; init; } = Colour.Muted;

    /// <summary>How the line is drawn.</summary>
    public LineStyle Style { get; init; } = LineStyle.Dashed;
}

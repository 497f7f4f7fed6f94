namespace Scenes.Reporting;

/// <summary>Points joined by a line, in the order given. A value that is not finite leaves a gap.</summary>
/// <param name="Name">Stands in the legend.</param>
/// <param name="X">Positions along the horizontal axis.</param>
/// <param name="Y">As many values.</param>
/// <param name="Colour">Of the line.</param>
public sealed record LineTrace(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, Colour Colour = Colour.Blue) : Trace(Name)
{
    /// <summary>How the line is drawn.</summary>
    public LineStyle Style { get; init; }

    /// <summary>Whether each value is marked by a point.</summary>
    public bool Markers { get; init; }
}

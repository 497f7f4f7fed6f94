namespace Scenes.Reporting;

/// <summary>Points without a line.</summary>
/// <param name="Name">Stands in the legend.</param>
/// <param name="X">Positions along the horizontal axis.</param>
/// <param name="Y">As many positions along the vertical axis.</param>
/// <param name="Colour">Of the points.</param>
public sealed record PointTrace(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, Colour Colour = Colour.Blue) : Trace(Name)
{
    /// <summary>Form of the points.</summary>
    public PointShape Shape { get; init; }

    /// <summary>Diameter in pixels.</summary>
    public int Size { get; init; } = 8;

    /// <summary>What is shown under the pointer, one text for each point; null: the position.</summary>
    public IReadOnlyList<string>? Hover { get; init; }
}

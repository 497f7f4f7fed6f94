namespace Scenes.Reporting;

/// <summary>Lying intervals with a point in each: one row for each name.</summary>
/// <param name="Name">Stands in the legend.</param>
/// <param name="Labels">Names along the vertical axis.</param>
/// <param name="Values">As many points.</param>
/// <param name="Low">Lower ends.</param>
/// <param name="High">Upper ends.</param>
/// <param name="Colour">Of points and intervals.</param>
public sealed record IntervalTrace(
    string Name, IReadOnlyList<string> Labels, IReadOnlyList<double> Values, IReadOnlyList<double> Low, IReadOnlyList<double> High,
    Colour Colour = Colour.Blue) : Trace(Name)
{
    /// <summary>Form of the points.</summary>
    public PointShape Shape { get; init; }

    /// <summary>What is shown under the pointer, one text for each row; null: the values.</summary>
    public IReadOnlyList<string>? Hover { get; init; }
}

namespace Scenes.Reporting;

/// <summary>One bar for each name.</summary>
/// <param name="Name">Stands in the legend.</param>
/// <param name="Labels">Names along the category axis.</param>
/// <param name="Values">As many lengths.</param>
/// <param name="Colour">Of the bars.</param>
public sealed record BarTrace(string Name, IReadOnlyList<string> Labels, IReadOnlyList<double> Values, Colour Colour = Colour.Blue) : Trace(Name)
{
    /// <summary>What is written at each bar; null: nothing.</summary>
    public IReadOnlyList<string>? Texts { get; init; }

    /// <summary>Whether bars lie; the names then stand on the vertical axis.</summary>
    public bool Horizontal { get; init; }
}

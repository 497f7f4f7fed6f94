namespace Scenes.Reporting;

/// <summary>One pair of axes with what is drawn on it.</summary>
/// <param name="Title">Stands over the panel; empty where the figure's title says enough.</param>
/// <param name="X">The horizontal axis.</param>
/// <param name="Y">The vertical axis.</param>
/// <param name="Traces">The series, drawn in this order.</param>
public sealed record Panel(string Title, Axis X, Axis Y, IReadOnlyList<Trace> Traces)
{
    /// <summary>Lines that values are compared with.</summary>
    public IReadOnlyList<ReferenceLine> Lines { get; init; } = [];

    /// <summary>Whether bars of one name stand on each other instead of side by side.</summary>
    public bool Stacked { get; init; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; init; } = 320;

    /// <summary>Width in pixels below which panels stand under each other instead of side by side.</summary>
    public int MinimumWidth { get; init; } = 340;
}

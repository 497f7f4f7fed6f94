namespace Scenes.Reporting;

/// <summary>One axis of a panel.</summary>
/// <param name="Title">What is measured, with its unit.</param>
/// <param name="Kind">How values are spaced and written.</param>
public sealed record Axis(string Title, AxisKind Kind = AxisKind.Linear)
{
    /// <summary>Lowest value shown; null: chosen from the data.</summary>
    public double? Low { get; init; }

    /// <summary>Highest value shown; null: chosen from the data.</summary>
    public double? High { get; init; }

    /// <summary>The values that are marked and written; null: chosen from the data.</summary>
    public IReadOnlyList<double>? Ticks { get; init; }

    /// <summary>Whether values run from high to low, so that the first name of a vertical axis stands on top.</summary>
    public bool Reversed { get; init; }
}

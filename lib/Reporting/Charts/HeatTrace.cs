namespace Scenes.Reporting;

/// <summary>A grid of cells whose strength of colour is their value.</summary>
/// <param name="Name">Names the values.</param>
/// <param name="Columns">Names along the horizontal axis.</param>
/// <param name="Rows">Names along the vertical axis, from the top.</param>
/// <param name="Values">One list of cells for each row.</param>
public sealed record HeatTrace(
    string Name, IReadOnlyList<string> Columns, IReadOnlyList<string> Rows, IReadOnlyList<IReadOnlyList<double>> Values) : Trace(Name)
{
    /// <summary>What is written in the cells, row by row; null: nothing.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Texts { get; init; }

    /// <summary>What is shown under the pointer, row by row; null: the names and the value.</summary>
    public IReadOnlyList<IReadOnlyList<string>>? Hover { get; init; }

    /// <summary>The value of the weakest colour; null: the lowest.</summary>
    public double? Weakest { get; init; }

    /// <summary>The value of the strongest colour; null: the highest.</summary>
    public double? Strongest { get; init; }
}

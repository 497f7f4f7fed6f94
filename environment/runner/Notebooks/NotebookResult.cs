using System.Globalization;
using Scenes.Reporting;

namespace Scenes.Runner.Notebooks;

/// <summary>What came of one notebook.</summary>
/// <param name="Notebook">Name without extension.</param>
/// <param name="Title">Its first heading.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Cell">Number of the cell where it ended, cells of every kind counted from 1; null if it completed.</param>
/// <param name="CellsRun">Number of code cells that started.</param>
/// <param name="Seconds">Wall time of all cells.</param>
/// <param name="Message">Why it did not complete; empty if it did.</param>
/// <param name="Displayed">Objects with a rich form that cells showed, in order.</param>
/// <param name="Study">The study that the notebook opened; null if it opened none.</param>
internal sealed record NotebookResult(
    string Notebook, string Title, NotebookOutcome Outcome, int? Cell, int CellsRun, double Seconds, string Message, IReadOnlyList<object> Displayed, Study? Study)
{
    /// <summary>What the notebook went on without, one sentence each.</summary>
    public IReadOnlyList<string> LeftOut => Study?.LeftOut ?? [];

    /// <summary>What was not run and why; empty if everything was.</summary>
    public string NotRun => Outcome switch
    {
        NotebookOutcome.Completed => LeftOut.Count == 0 ? "" : $"{Notebook}: {string.Join(' ', LeftOut)}",
        _ => string.Join(' ', [ToString(), .. LeftOut]),
    };

    /// <summary>The outcome in one line.</summary>
    public override string ToString() => Outcome switch
    {
        NotebookOutcome.Completed => string.Create(CultureInfo.InvariantCulture, $"{Notebook}: {CellsRun} cells in {Seconds:0.0} s")
            + (LeftOut.Count == 0 ? "" : $"; {string.Join(' ', LeftOut)}"),
        NotebookOutcome.Skipped => $"{Notebook}: not run from cell {Cell} on: {Message}",
        NotebookOutcome.Interrupted => $"{Notebook}: stopped at cell {Cell}; finished outputs are kept",
        _ => $"{Notebook}: failed in cell {Cell}, {Message}",
    };
}

namespace Scenes.Runner.Notebooks;

/// <summary>What came of one notebook.</summary>
/// <param name="Notebook">Name without extension.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Cell">Number of the cell where it ended, cells of every kind counted from 1; null if it completed.</param>
/// <param name="CellsRun">Number of code cells that started.</param>
/// <param name="Seconds">Wall time of all cells.</param>
/// <param name="Message">Why it did not complete; empty if it did.</param>
/// <param name="Displayed">Objects with a rich form that cells showed, in order.</param>
internal sealed record NotebookResult(
    string Notebook, NotebookOutcome Outcome, int? Cell, int CellsRun, double Seconds, string Message, IReadOnlyList<object> Displayed);

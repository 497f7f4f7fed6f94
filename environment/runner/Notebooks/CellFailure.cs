namespace Scenes.Runner.Notebooks;

/// <summary>Why a cell stopped.</summary>
/// <param name="Kind">Type of the exception, or <c>CompilationError</c>.</param>
/// <param name="Message">What was wrong.</param>
/// <param name="Line">Line of the cell, counted from 1; null where none is known.</param>
/// <param name="Trace">The lines of the report, the message first.</param>
/// <param name="Exception">What was thrown; null for code that did not compile.</param>
internal sealed record CellFailure(string Kind, string Message, int? Line, IReadOnlyList<string> Trace, Exception? Exception);

using System.Diagnostics;
using Scenes.Reporting;

namespace Scenes.Runner.Notebooks;

/// <summary>Runs the code cells of a notebook in order and keeps what they show in it.</summary>
internal static class NotebookExecutor
{
    /// <summary>How long a cell may take to stop by itself after the run was cancelled.</summary>
    private static readonly TimeSpan UsualGrace = TimeSpan.FromSeconds(5);

    /// <summary>Runs all cells, stopping at the first that fails. Outputs stand in the notebook afterwards, whatever the outcome.</summary>
    /// <param name="notebook">Changed: outputs, execution counts and run times.</param>
    /// <param name="echo">Receives streamed text at once; null for none.</param>
    /// <param name="grace">How long the running cell may go on after the run was cancelled; null: five seconds.</param>
    /// <param name="cancellation">Ends the run.</param>
    public static async Task<NotebookResult> RunAsync(Notebook notebook, Action<string>? echo = null, TimeSpan? grace = null, CancellationToken cancellation = default)
    {
        var code = notebook.Cells.Where(cell => cell.IsCode).ToList();
        foreach (var cell in code) cell.SetOutputs([], null);
        using var session = new CSharpSession(notebook.Folder);
        var displayed = new List<object>();
        var clock = Stopwatch.StartNew();
        int count = 0;
        foreach (var cell in code.Where(cell => !string.IsNullOrWhiteSpace(cell.Source)))
        {
            if (cancellation.IsCancellationRequested) return End(NotebookOutcome.Interrupted, cell, "stopped before this cell");
            count++;
            double start = clock.Elapsed.TotalSeconds;
            var outputs = new CellOutputs(echo);
            var failure = await RunCellAsync(session, cell, count, outputs, grace ?? UsualGrace, cancellation);
            cell.SetOutputs(outputs.ToJson(), count);
            cell.SetSeconds(clock.Elapsed.TotalSeconds - start);
            displayed.AddRange(outputs.Displayed);
            if (failure is not null) return End(Outcome(failure, cancellation), cell, Describe(failure, cancellation));
        }
        return End(NotebookOutcome.Completed, null, "");

        NotebookResult End(NotebookOutcome outcome, NotebookCell? cell, string message) =>
            new(notebook.Name, notebook.Title, outcome, cell?.Number, count, clock.Elapsed.TotalSeconds, message, displayed, session.Find<Study>());
    }

    private static async Task<CellFailure?> RunCellAsync(
        CSharpSession session, NotebookCell cell, int count, CellOutputs outputs, TimeSpan grace, CancellationToken cancellation)
    {
        try
        {
            // On a thread of its own: a cell that computes for minutes must not hold up the signal that stops it.
            var run = Task.Run(
                () => CellConsole.RunAsync(outputs, () => session.RunAsync(cell.Source, cell.Number, value => outputs.Result(value, count), cancellation)), CancellationToken.None);
            await FinishAsync(run, grace, cancellation);
            return null;
        }
        catch (CellException error)
        {
            if (error.Failure.Exception is StudySkippedException) outputs.Display($"Not run: {error.Message}");
            else outputs.Error(error.Failure.Kind, error.Failure.Message, error.Failure.Trace);
            return error.Failure;
        }
        catch (OperationCanceledException error)
        {
            const string Kind = "Interrupted", Message = "The run was stopped in this cell.";
            outputs.Error(Kind, Message, [$"{Kind}: {Message}"]);
            return new CellFailure(Kind, Message, null, [], error);
        }
    }

    private static async Task FinishAsync(Task run, TimeSpan grace, CancellationToken cancellation)
    {
        try
        {
            await run.WaitAsync(cancellation);
        }
        catch (OperationCanceledException) when (!run.IsCompleted)
        {
            try
            {
                await run.WaitAsync(grace, CancellationToken.None);
            }
            catch (TimeoutException)
            {
                throw new OperationCanceledException(cancellation);
            }
        }
    }

    private static NotebookOutcome Outcome(CellFailure failure, CancellationToken cancellation) => failure.Exception switch
    {
        StudySkippedException => NotebookOutcome.Skipped,
        _ when WasStopped(failure, cancellation) => NotebookOutcome.Interrupted,
        _ => NotebookOutcome.Failed,
    };

    /// <summary>Whether somebody asked for the end: a time-out inside a cell has an exception of the same type.</summary>
    private static bool WasStopped(CellFailure failure, CancellationToken cancellation) =>
        failure.Exception is OperationCanceledException && (cancellation.IsCancellationRequested || StudyInterrupt.Token.IsCancellationRequested);

    private static string Describe(CellFailure failure, CancellationToken cancellation) => failure.Exception is StudySkippedException || WasStopped(failure, cancellation)
        ? failure.Message
        : $"{(failure.Line is { } line ? $"line {line}: " : "")}{failure.Kind}: {failure.Message}";
}

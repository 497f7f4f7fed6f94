using Scenes.Data;

namespace Scenes.Reporting;

/// <summary>
/// What the running notebook stored in an earlier run. New results take the place of old ones of the same name, one by one; what was not replaced goes when the
/// notebook has completed. One that fails, is stopped or skips its end loses nothing.
/// </summary>
/// <remarks>
/// Until it completes, a folder holds results of both runs, which are of the same images and the same seed (<see cref="RunRecord"/>) but may be of different code. So
/// the running notebook does not see its old ones (<see cref="IsOld"/>), and a model whose predictions have changed is unfinished until it is judged again
/// (<see cref="Study.Record(Evaluation.Predictions, string, double)"/>). Where no notebook was announced, as in the hosts of Jupyter, none is known to have completed: models that it no longer
/// makes stay, with their votes, until <c>scenes run</c> completes it.
/// </remarks>
internal static class EarlierResults
{
    private static readonly AsyncLocal<Rerun?> Current = new(); // two runs in one process know nothing of each other

    /// <summary>Says which notebook runs next, to all that is called from here on.</summary>
    /// <param name="name">Its name; null: what it stored stays.</param>
    public static void Announce(string? name) => Current.Value = name is null ? null : new Rerun(name);

    /// <summary>Says that a result is written anew.</summary>
    /// <param name="result">Its path in the output folder, without extension.</param>
    public static void Replace(string result)
    {
        if (Current.Value is not { } run) return;
        lock (run) run.Results.Add(result);
    }

    /// <summary>Says that a row of <c>metrics.csv</c> is written anew.</summary>
    public static void Replace(MetricsRow row)
    {
        if (Current.Value is not { } run) return;
        lock (run) run.Rows.Add((row.Notebook, row.Model, row.Split));
    }

    /// <summary>Whether a row is of an earlier run of the announced notebook.</summary>
    public static bool IsOld(MetricsRow row)
    {
        if (Current.Value is not { } run || run.Notebook != row.Notebook) return false;
        lock (run) return !run.Rows.Contains((row.Notebook, row.Model, row.Split));
    }

    /// <summary>Deletes what the announced notebook stored in an earlier run and did not replace; called when it has completed.</summary>
    /// <param name="folder">The output folder of the run.</param>
    /// <exception cref="InvalidDataException"><c>metrics.csv</c> is there and damaged.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static void Forget(string folder)
    {
        if (Current.Value is not { } run) return;
        lock (run) RunFolder.Forget(folder, run.Notebook, run.Results.Contains, row => !IsOld(row));
    }

    private sealed class Rerun(string notebook)
    {
        public string Notebook { get; } = notebook;

        public HashSet<string> Results { get; } = new(StringComparer.Ordinal);

        public HashSet<(string Notebook, string Model, SceneSplit Split)> Rows { get; } = [];
    }
}

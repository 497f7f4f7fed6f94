using Scenes.Data;
using Scenes.Reporting;

namespace Scenes.Runner.Notebooks;

/// <summary>One call of <c>scenes run</c>: notebooks in order, executed copies in the output folder, an exit code.</summary>
internal static class NotebookRun
{
    /// <summary>Everything ran.</summary>
    public const int Success = 0;

    /// <summary>A cell failed.</summary>
    public const int CellFailed = 1;

    /// <summary>The command line does not fit the notebooks.</summary>
    public const int Misused = 2;

    /// <summary>Parts were not run because something is missing on this machine, such as weights.</summary>
    public const int PartsNotRun = 3;

    /// <summary>Stopped by Ctrl-C.</summary>
    public const int Stopped = 130;

    /// <summary>Where executed solutions lie: beside the notebooks that they belong to, not in their place.</summary>
    private static readonly string SolutionsFolder = Path.Combine("notebooks", "solutions");

    /// <summary>Runs the notebooks. Those that keep results, which are solutions of exercises, leave the report alone.</summary>
    /// <param name="settings">What was asked for.</param>
    /// <param name="log">Receives one line per notebook and what cells print.</param>
    /// <param name="errors">Receives why nothing can be run.</param>
    /// <param name="cancellation">Ends the run; what is finished is kept.</param>
    /// <returns>The exit code of the command.</returns>
    public static async Task<int> RunAsync(RunSettings settings, TextWriter log, TextWriter errors, CancellationToken cancellation)
    {
        var files = Find(settings);
        string[] unknown = [.. settings.Only.Where(start => !files.Exists(file => Begins(file, start)))];
        if (unknown.Length > 0 || files.Count == 0)
        {
            await errors.WriteLineAsync(unknown.Length == 0 ? $"There is no notebook in {settings.Notebooks}."
                : $"No notebook in {settings.Notebooks} fits --only {string.Join(' ', unknown)}. There are: {string.Join(", ", Names(settings.Notebooks))}.");
            return Misused;
        }
        var results = new List<NotebookResult>();
        bool onlySolutions = true;
        foreach (string file in files)
        {
            var notebook = Notebook.Load(file);
            onlySolutions &= notebook.KeepsResults;
            EarlierResults.Announce(notebook.KeepsResults ? null : notebook.Name);
            await log.WriteLineAsync($"{notebook.Name}: {notebook.Cells.Count(cell => cell.IsCode)} code cells");
            var result = await NotebookExecutor.RunAsync(notebook, log.Write, cancellation: cancellation);
            if (result.Outcome == NotebookOutcome.Completed) EarlierResults.Forget(settings.OutFolder);
            notebook.Save(Path.Combine(settings.OutFolder, notebook.KeepsResults ? SolutionsFolder : "notebooks", Path.GetFileName(file)));
            await log.WriteLineAsync(result.ToString());
            results.Add(result);
            if (result.Outcome is NotebookOutcome.Failed or NotebookOutcome.Interrupted) break;
        }
        if (onlySolutions) await log.WriteLineAsync($"Written to {Path.Combine(settings.OutFolder, SolutionsFolder)}; the report stays as it was.");
        else await RunReport.WriteAsync(results, [.. files.Skip(results.Count).Select(file => Path.GetFileNameWithoutExtension(file))], settings, log, cancellation);
        return results.Max(result => result.Outcome) switch
        {
            NotebookOutcome.Interrupted => Stopped,
            NotebookOutcome.Failed => CellFailed,
            NotebookOutcome.Skipped => PartsNotRun,
            _ => results.Exists(result => result.LeftOut.Count > 0) ? PartsNotRun : Success,
        };
    }

    private static List<string> Find(RunSettings settings) =>
        [.. Files(settings.Notebooks)
            .Where(file => settings.Only.Count == 0 || settings.Only.Any(start => Begins(file, start)))
            .Order(StringComparer.Ordinal)];

    private static bool Begins(string file, string start) => Path.GetFileName(file).StartsWith(start, StringComparison.Ordinal);

    private static IEnumerable<string?> Names(string folder) =>
        Files(folder).Order(StringComparer.Ordinal).Select(Path.GetFileNameWithoutExtension);

    /// <summary>Notebooks that a user sees: some systems put a hidden file beside each that they copy.</summary>
    private static IEnumerable<string> Files(string folder) => Directory.EnumerateFiles(folder, "*.ipynb").Where(FolderLayout.IsVisible);
}

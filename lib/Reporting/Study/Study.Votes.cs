using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Reporting;

/// <summary>What earlier notebooks of the run stored.</summary>
public sealed partial class Study
{
    /// <summary>
    /// The models of the notebooks that train one, with their stored predictions. Models that were not judged (<see cref="Record(Predictions, string, double)"/>)
    /// were experiments and have no vote. What is missing is printed, with the command that makes it.
    /// </summary>
    /// <param name="fewest">Fewest voters that the notebook can go on with.</param>
    /// <exception cref="StudySkippedException">There are fewer voters than <paramref name="fewest"/>; says what to run first.</exception>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public Voters Voters(int fewest = 2)
    {
        var voters = new List<Voter>();
        var missing = new List<string>();
        foreach (string notebook in FigureCatalogue.Trained)
        {
            Voter[] found = [.. VotersOf(notebook)];
            voters.AddRange(found);
            if (found.Length == 0) missing.Add($"No vote from {notebook}: it has stored no predictions of these images. 'scenes run --only {notebook[..2]}' makes them.");
        }
        foreach (string sentence in missing) Console.WriteLine(sentence);
        if (voters.Count < fewest)
            Skip($"{Notebook} needs {fewest} trained models and found {voters.Count} in {OutFolder}. {string.Join(' ', missing)}");
        return new Voters([.. voters], missing, [.. Dataset.Validation.Select(image => image.ContentHash)]);
    }

    /// <summary>What a notebook of this run stored of a split of this study's images.</summary>
    /// <param name="notebook">Name of the notebook, such as <c>06-democracy</c>.</param>
    /// <param name="split">The split.</param>
    /// <returns>One for each row of <c>metrics.csv</c> whose predictions are of these very images; none where the notebook has not run. Of the running notebook, only what this run stored.</returns>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public IReadOnlyList<Predictions> Stored(string notebook, SceneSplit split) => [.. StoredRows(notebook, split).Select(row => row.Predictions)];

    /// <summary>Keeps tests and intervals as <c>tests/NOTEBOOK-NAME.csv</c> and <c>.json</c>.</summary>
    /// <param name="name">What they are about.</param>
    /// <param name="results">One or more; columns as <see cref="StatisticalResultsFile"/> describes them.</param>
    /// <returns>The results as a table.</returns>
    /// <exception cref="IOException">As for <see cref="Runtime.AtomicFile.Write"/>.</exception>
    public Table Record(string name, IEnumerable<StatisticalResult> results)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(results);
        StatisticalResult[] all = [.. results];
        string path = Result(RunFolder.TestsFolder, name);
        StatisticalResultsFile.WriteCsv($"{path}.csv", all);
        StatisticalResultsFile.WriteJson($"{path}.json", all);
        return Tables.Tests(all, Slug.Of(name), name);
    }

    /// <summary>Keeps the data of a figure that takes a network to make, as <c>figures/NOTEBOOK-ID.json</c>, so that it can be drawn again.</summary>
    /// <typeparam name="T">Kind of the figure.</typeparam>
    /// <param name="figure">The figure.</param>
    /// <returns>The same figure.</returns>
    /// <exception cref="IOException">As for <see cref="Runtime.AtomicFile.Write"/>.</exception>
    public T Keep<T>(T figure) where T : Figure
    {
        ArgumentNullException.ThrowIfNull(figure);
        Runtime.AtomicFile.WriteText($"{Result(RunFolder.FiguresFolder, figure.Id)}.json", figure.ToJson());
        return figure;
    }

    /// <summary>Keeps a table as <c>tables/NOTEBOOK-ID.csv</c> and <c>.json</c>, where the report of a run puts it too.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The same table.</returns>
    /// <exception cref="IOException">As for <see cref="Runtime.AtomicFile.Write"/>.</exception>
    public Table Keep(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string path = Result(RunFolder.TablesFolder, table.Id);
        Runtime.AtomicFile.WriteText($"{path}.csv", table.ToCsv());
        Runtime.AtomicFile.WriteText($"{path}.json", table.ToJson());
        return table;
    }

    private IEnumerable<Voter> VotersOf(string notebook)
    {
        var validation = StoredRows(notebook, SceneSplit.Validation);
        var judged = StoredRows(notebook, JudgedSplit).Where(stored => stored.Row.Judged);
        return from one in validation
               join other in judged on one.Predictions.Model equals other.Predictions.Model
               select new Voter(notebook, other.Row.Recipe, one.Predictions, other.Predictions);
    }

    private List<(MetricsRow Row, Predictions Predictions)> StoredRows(string notebook, SceneSplit split)
    {
        ArgumentException.ThrowIfNullOrEmpty(notebook);
        SceneImage[] images = [.. Dataset.Of(split)];
        var found = new List<(MetricsRow, Predictions)>();
        foreach (MetricsRow row in MetricsFile.Read(Path.Combine(OutFolder, MetricsFile.Name)).Where(row => row.Notebook == notebook && row.Split == split && !EarlierResults.IsOld(row)))
        {
            string path = RunFolder.PredictionsPath(OutFolder, notebook, row.Model, split);
            if (!System.IO.File.Exists(path)) continue;
            Predictions stored = PredictionsCsv.Read(path);
            bool same = stored.Files.SequenceEqual(images.Select(image => image.Name), StringComparer.Ordinal) && stored.Labels.SequenceEqual(images.Select(image => image.Label));
            if (stored.Model != row.Model) Console.WriteLine($"{path} is of {stored.Model}, not of {row.Model}, which has no vote; give one another name and run {notebook} again.");
            else if (same) found.Add((row, stored));
            else Console.WriteLine($"{path} is of other images than this study's and is passed over; run {notebook} again.");
        }
        return found;
    }
}

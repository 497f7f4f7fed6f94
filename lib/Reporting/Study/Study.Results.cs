using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Runtime;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Results: written by this notebook, read from earlier ones.</summary>
public sealed partial class Study
{
    private readonly HashSet<(string Model, SceneSplit Split)> stored = []; // by this study, see Reopen

    /// <summary>
    /// Keeps the predictions of a model as CSV and JSON and adds its row to <c>metrics.csv</c>. A model whose predictions of the <see cref="Judged"/>
    /// images are recorded is finished and has a vote; what <see cref="Train"/> and <see cref="Transfer"/> keep by themselves is an experiment. Where these
    /// store other predictions of a finished model than before, it is unfinished until it is recorded again.
    /// </summary>
    /// <param name="predictions">What the model said.</param>
    /// <param name="recipe">How it was trained, in a word or two.</param>
    /// <param name="seconds">Wall time of training, or of evaluation where nothing was trained.</param>
    /// <returns>The row, which prints as a sentence.</returns>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public MetricsRow Record(Predictions predictions, string recipe, double seconds)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ArgumentException.ThrowIfNullOrEmpty(recipe);
        return Store(predictions, recipe, seconds, predictions.Split == JudgedSplit);
    }

    /// <summary>Keeps the history of a training as JSON and CSV.</summary>
    /// <param name="history">All epochs.</param>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public void Record(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        string path = Result(RunFolder.HistoriesFolder, history.Model);
        HistoryFile.Write($"{path}.json", history);
        AtomicFile.WriteText($"{path}.csv", Tables.Epochs(history).ToCsv());
    }

    /// <summary>Keeps tests and intervals as <c>tests/NOTEBOOK-NAME.csv</c> and <c>.json</c>.</summary>
    /// <param name="name">What they are about.</param>
    /// <param name="results">One or more; columns as <see cref="StatisticalResultsFile"/> describes them.</param>
    /// <returns>The results as a table.</returns>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
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
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public T Keep<T>(T figure) where T : Figure
    {
        ArgumentNullException.ThrowIfNull(figure);
        FigureFile.Write(Result(RunFolder.FiguresFolder, figure.Id), figure);
        return figure;
    }

    /// <summary>Keeps a table as <c>tables/NOTEBOOK-ID.csv</c> and <c>.json</c>, where the report of a run puts it too.</summary>
    /// <param name="table">The table.</param>
    /// <returns>The same table.</returns>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public Table Keep(Table table)
    {
        ArgumentNullException.ThrowIfNull(table);
        string path = Result(RunFolder.TablesFolder, table.Id);
        AtomicFile.WriteText($"{path}.csv", table.ToCsv());
        AtomicFile.WriteText($"{path}.json", table.ToJson());
        return table;
    }

    /// <summary>What a notebook of this run stored of a split of this study's images.</summary>
    /// <param name="notebook">Name of the notebook, such as <c>06-democracy</c>.</param>
    /// <param name="split">The split.</param>
    /// <returns>One for each row of <c>metrics.csv</c> whose predictions are of these very images; none where the notebook has not run. Of the running notebook, only what this run stored.</returns>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public IReadOnlyList<Predictions> Stored(string notebook, SceneSplit split) => [.. StoredRows(notebook, split).Select(row => row.Predictions)];

    private MetricsRow Store(Predictions predictions, string recipe, double seconds, bool judged)
    {
        RunRecord.CheckBelongsTo(this);
        var row = MetricsRow.Of(Notebook, predictions, recipe, seconds, judged);
        string path = RunFolder.PredictionsPath(OutFolder, Notebook, predictions.Model, predictions.Split);
        EarlierResults.Replace(Path.ChangeExtension(RunFolder.PredictionsPath("", Notebook, predictions.Model, predictions.Split), null));
        EarlierResults.Replace(row);
        string text = PredictionsCsv.ToText(predictions);
        if (!System.IO.File.Exists(path) || System.IO.File.ReadAllText(path) != text) Reopen(row);
        AtomicFile.WriteText(path, text);
        PredictionsJson.Write(Path.ChangeExtension(path, ".json"), predictions);
        MetricsFile.Add(Path.Combine(OutFolder, MetricsFile.Name), row);
        lock (stored) stored.Add((row.Model, row.Split));
        return row;
    }

    /// <summary>Predictions of a model have changed: what is stored of it on other images is of another training, unless this study stored it after the last change.</summary>
    private void Reopen(MetricsRow changed)
    {
        lock (stored)
        {
            if (stored.Contains((changed.Model, changed.Split))) stored.RemoveWhere(one => one.Model == changed.Model);
            MetricsFile.Reopen(Path.Combine(OutFolder, MetricsFile.Name), row =>
                row.Notebook == Notebook && row.Model == changed.Model && row.Split != changed.Split && !stored.Contains((row.Model, row.Split)));
        }
    }

    /// <summary>The path of a result that is written next.</summary>
    private string Result(string folder, string name)
    {
        RunRecord.CheckBelongsTo(this);
        EarlierResults.Replace(RunFolder.ResultPath("", folder, Notebook, name));
        return RunFolder.ResultPath(OutFolder, folder, Notebook, name);
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

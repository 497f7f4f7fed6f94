using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>What a run left in its output folder: predictions, histories and tables by notebook.</summary>
public sealed class RunFolder
{
    internal const string PredictionsFolder = "predictions", HistoriesFolder = "histories", TestsFolder = "tests", FiguresFolder = "figures", TablesFolder = "tables",
        CheckpointsFolder = "checkpoints";

    /// <summary>What the report of the run consists of, notebook by notebook.</summary>
    internal const string ReportParts = "report.json";

    /// <summary>The model that notebook 08 saves.</summary>
    internal const string OwnModel = "own-model";

    /// <summary>Where <c>scenes figures draw</c> writes what it makes of these results.</summary>
    internal const string DrawnFolder = "drawn";

    private const string NotebooksFolder = "notebooks", EarlierFolder = "earlier";

    /// <summary>
    /// Everything that belongs to one set of images and one seed. Checkpoints name what they belong to themselves. The record is the last to move: a folder
    /// without one was not moved to its end.
    /// </summary>
    private static readonly string[] Results =
    [
        NotebooksFolder, PredictionsFolder, HistoriesFolder, TestsFolder, FiguresFolder, TablesFolder, MetricsFile.Name,
        System.IO.Path.ChangeExtension(MetricsFile.Name, ".json"), ReportWriter.PageName, ReportParts, RunFolderGuide.Name, OwnModel, DrawnFolder, RunRecord.Name,
    ];

    private RunFolder(string path, string[] notebooks) => (Path, Predictions, Histories, Figures, Tables) = (
        path,
        [.. Files(path, PredictionsFolder, "*.csv").Select(file => Listed(file, notebooks, PredictionsCsv.Read))],
        [.. Files(path, HistoriesFolder, "*.json").Select(file => Listed(file, notebooks, HistoryFile.Read))],
        [.. Files(path, FiguresFolder, "*.json").Select(file => Listed(file, notebooks, ReadFigure))],
        [.. Files(path, TablesFolder, "*.json").Select(file => Listed(file, notebooks, ReadTable))]);

    /// <summary>Absolute path of the folder.</summary>
    public string Path { get; }

    /// <summary>What models said, ordered by name.</summary>
    public IReadOnlyList<StoredResult<Predictions>> Predictions { get; }

    /// <summary>How models were trained, ordered by name.</summary>
    public IReadOnlyList<StoredResult<TrainingHistory>> Histories { get; }

    /// <summary>The figures of the report and those that notebooks kept, ordered by name.</summary>
    public IReadOnlyList<StoredResult<Figure>> Figures { get; }

    /// <summary>The tables of the report, ordered by name.</summary>
    public IReadOnlyList<StoredResult<Table>> Tables { get; }

    /// <summary>The rows of <c>metrics.csv</c>; none where there is no such file.</summary>
    /// <exception cref="InvalidDataException">The file is no such file.</exception>
    public IReadOnlyList<MetricsRow> Metrics() => MetricsFile.Read(System.IO.Path.Combine(Path, MetricsFile.Name));

    /// <summary>What a model said of a split; null where it is not stored.</summary>
    /// <param name="notebook">The notebook that stored it.</param>
    /// <param name="model">Name of the model.</param>
    /// <param name="split">The split.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public Predictions? Find(string notebook, string model, SceneSplit split) => Stored(notebook, model, split)?.Read();

    /// <summary>What finished models said of the images that they are judged on.</summary>
    internal IReadOnlyList<StoredResult<Predictions>> Judged() =>
        [.. Metrics().Where(row => row.Judged).Select(row => Stored(row.Notebook, row.Model, row.Split)).OfType<StoredResult<Predictions>>()];

    /// <summary>The models that vote in notebook 06, in its order: finished ones with stored predictions of the validation images and of the judged ones.</summary>
    internal IReadOnlyList<(MetricsRow Row, StoredResult<Predictions> Validation, StoredResult<Predictions> Judged)> Voting()
    {
        var rows = Metrics();
        SceneSplit judged = rows.Any(row => row.Split == SceneSplit.Test) ? SceneSplit.Test : SceneSplit.Validation;
        return [.. from notebook in NotebookNames.Trained
                   from row in rows
                   where row.Notebook == notebook && row.Split == judged && row.Judged
                   let validation = Stored(notebook, row.Model, SceneSplit.Validation)
                   let other = Stored(notebook, row.Model, judged)
                   where validation is not null && other is not null
                   select (row, validation, other)];
    }

    /// <summary>A figure of the report, or one that a notebook kept because a network is needed to make it; null where there is none.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="id">Id of the figure in the notebook.</param>
    internal StoredResult<Figure>? Kept(string notebook, string id) => Figures.FirstOrDefault(figure => figure.Name == $"{Slug.Of(notebook)}-{id}");

    /// <summary>Lists what is there; files are read when they are asked for.</summary>
    /// <param name="path">The output folder of a run. A folder that is missing is an empty run.</param>
    /// <exception cref="InvalidDataException"><c>metrics.csv</c> is there and damaged.</exception>
    public static RunFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        string root = System.IO.Path.GetFullPath(path);
        return new RunFolder(root, Names(root, NotebookNames.OfTheArticle));
    }

    /// <summary>Where the predictions of a model on a split lie, as CSV.</summary>
    internal static string PredictionsPath(string folder, string notebook, string model, SceneSplit split) =>
        System.IO.Path.Combine(folder, PredictionsFolder, $"{PredictionsName(notebook, model, split)}.csv");

    /// <summary>Where what is kept of a model lies, without extension.</summary>
    /// <param name="folder">The output folder of a run.</param>
    /// <param name="kind">The folder for results of this kind, such as <see cref="HistoriesFolder"/>.</param>
    /// <param name="notebook">The notebook that stored it.</param>
    /// <param name="name">Name of the model or of what else it is about.</param>
    internal static string ResultPath(string folder, string kind, string notebook, string name) => System.IO.Path.Combine(folder, kind, $"{Slug.Of(notebook)}-{Slug.Of(name)}");

    private static string PredictionsName(string notebook, string model, SceneSplit split) => $"{Slug.Of(notebook)}-{Slug.Of(model)}-{split.ToString().ToLowerInvariant()}";

    private StoredResult<Predictions>? Stored(string notebook, string model, SceneSplit split)
    {
        string name = PredictionsName(notebook, model, split);
        return Predictions.FirstOrDefault(stored => stored.Name == name);
    }

    /// <summary>Deletes what a notebook has stored, its rows of <c>metrics.csv</c> included, but for what is kept.</summary>
    /// <param name="path">The output folder of a run; may be missing.</param>
    /// <param name="notebook">Name of the notebook.</param>
    /// <param name="isKept">Asked of each result by its path in the folder, without extension.</param>
    /// <param name="isRowKept">Asked of each row.</param>
    /// <exception cref="InvalidDataException"><c>metrics.csv</c> is there and damaged.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    internal static void Forget(string path, string notebook, Func<string, bool> isKept, Func<MetricsRow, bool> isRowKept)
    {
        string root = System.IO.Path.GetFullPath(path);
        string[] notebooks = Names(root, [.. NotebookNames.OfTheArticle, notebook]);
        foreach (string folder in (string[])[PredictionsFolder, HistoriesFolder, TestsFolder, FiguresFolder, TablesFolder])
            foreach (string file in Files(root, folder, "*"))
                if (Owner(file, notebooks) == notebook && !isKept(System.IO.Path.Combine(folder, System.IO.Path.GetFileNameWithoutExtension(file)))) File.Delete(file);
        MetricsFile.Clear(System.IO.Path.Combine(root, MetricsFile.Name), notebook, isRowKept);
    }

    /// <summary>
    /// Moves all results of a run to a folder of their own in it, under the first free of NAME, NAME-2, NAME-3, …: what was set aside before stays. Where a process
    /// ended half-way through, the rest follows what it had moved.
    /// </summary>
    /// <returns>The path of that folder, a run folder itself.</returns>
    /// <exception cref="IOException">A file cannot be moved.</exception>
    internal static string SetAside(string path, string name)
    {
        string[] results = [.. Results.Where(result => System.IO.Path.Exists(System.IO.Path.Combine(path, result)))];
        string target = Enumerable.Range(1, int.MaxValue).Select(time => System.IO.Path.Combine(path, EarlierFolder, time == 1 ? name : $"{name}-{time}")).First(IsFree);
        Directory.CreateDirectory(target);
        foreach (string result in results) Directory.Move(System.IO.Path.Combine(path, result), System.IO.Path.Combine(target, result)); // files, too
        return target;

        bool IsFree(string folder) =>
            !File.Exists(System.IO.Path.Combine(folder, RunRecord.Name)) && !results.Any(result => System.IO.Path.Exists(System.IO.Path.Combine(folder, result)));
    }

    /// <summary>Names of notebooks, the one with the longest slug first: one may begin with another.</summary>
    private static string[] Names(string root, IEnumerable<string> known) =>
    [
        .. MetricsFile.Read(System.IO.Path.Combine(root, MetricsFile.Name)).Select(row => row.Notebook)
            .Concat(Files(root, NotebooksFolder, "*.ipynb").Select(file => System.IO.Path.GetFileNameWithoutExtension(file)))
            .Concat(known).Distinct(StringComparer.Ordinal).OrderByDescending(name => Slug.Of(name).Length),
    ];

    private static string[] Files(string root, string folder, string pattern)
    {
        string full = System.IO.Path.Combine(root, folder);
        return Directory.Exists(full) ? [.. Directory.EnumerateFiles(full, pattern).Order(StringComparer.Ordinal)] : [];
    }

    private static Figure ReadFigure(string path) => ReadJson(path, "figure", Figure.FromJson);

    private static Table ReadTable(string path) => ReadJson(path, "table", Table.FromJson);

    private static T ReadJson<T>(string path, string kind, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new InvalidDataException($"{path} holds no {kind}: {error.Message}", error);
        }
    }

    private static StoredResult<T> Listed<T>(string file, string[] notebooks, Func<string, T> read)
    {
        string name = System.IO.Path.GetFileNameWithoutExtension(file);
        return new StoredResult<T>(name, Owner(file, notebooks), new Lazy<T>(() => read(file)));
    }

    /// <summary>The notebook that a file belongs to, whose name begins with the slug of the notebook's; empty where that cannot be told.</summary>
    private static string Owner(string file, string[] notebooks) =>
        notebooks.FirstOrDefault(notebook => System.IO.Path.GetFileName(file).StartsWith(Slug.Of(notebook) + "-", StringComparison.Ordinal)) ?? "";
}

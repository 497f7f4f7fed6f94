using Scenes.Backbones;
using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>Every figure and table of the article and ours, drawn from stored results: nothing is trained.</summary>
public static class FigureCatalogue
{
    private const string Stored = "stored predictions", History = "a stored training history";

    /// <summary>Figures that a network is needed for; notebook 07 keeps their data.</summary>
    private static readonly (string Id, string Title)[] KeptFigures =
    [
        ("grad-cam", "Where the networks look"), ("grad-cam-truth", "What speaks for the true class"), ("feature-map-pca", "Features in the plane, PCA"),
        ("feature-map-tsne", "Features in the plane, t-SNE"), ("training-size", "What more photographs buy"),
    ];

    /// <summary>Beginnings of the ids of figures that the catalogue draws anew from predictions, histories and photographs; other figures of the report are drawn from their own data.</summary>
    private static readonly string[] DrawnAnew =
    [
        "learning-curves-", "confusion-", "predictions-", "predicted-classes-", "sample-gallery", "class-counts", "augmentation", "audit-", "disagreement", "disputed", "one-more-member",
        "accuracies-votes", "hard-images", "label-errors",
    ];

    /// <summary>Notebook 06 tries every choice of this many voters, the best on validation.</summary>
    private const int MostTried = 8;

    /// <summary>Size of the article's images, which the diagrams are drawn for.</summary>
    private const int ArticleSize = 150;

    /// <summary>All figures, those of the article first. What a run has not stored is listed as not available.</summary>
    /// <param name="run">The output folder of a run.</param>
    /// <param name="dataset">Opens the photographs; called once, when a figure needs them.</param>
    /// <param name="seed">Seed of the choice of photographs.</param>
    public static IReadOnlyList<CatalogueFigure> Of(RunFolder run, Func<SceneDataset> dataset, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(dataset);
        var set = new Lazy<SceneDataset>(dataset);
        var audit = new Lazy<FigureGroup>(() => Figures.Audit(DatasetAudit.Run(set.Value)));
        const string Photos = "the photographs", Networks = "nothing stored";
        List<CatalogueFigure> figures =
        [
            new("class-pictures", "Pictures of each class", NotebookNames.Photographs, true, Photos, () => Figures.SampleGallery(set.Value, seed)),
            new("network-vgg16", "VGG16", NotebookNames.Vgg, true, Networks, () => Network("vgg16")),
            new("network-residual-block", "A residual block of ResNet-50", NotebookNames.ResNet, true, Networks, () => Network("resnet50", "layer3.1")),
            new("network-inception-block", "An inception block of Inception v3", NotebookNames.Inception, true, Networks, () => Network("inception_v3", "Mixed_6b")),
        ];
        foreach (string notebook in NotebookNames.OfTheArticle) figures.AddRange(OfNotebook(run, notebook, set));
        figures.Add(new("class-counts", "Images of each class", NotebookNames.Photographs, false, Photos, () => Figures.ClassCounts(set.Value)));
        figures.Add(new("augmentation", "Augmentation", NotebookNames.Photographs, false, Photos,
            () => Figures.AugmentationGallery(set.Value, PlainCnnCure.Baseline.Augmentation, seed)));
        foreach (var (id, title) in Figures.AuditKinds) figures.Add(new(id, title, NotebookNames.Photographs, false, Photos, () => Finding(audit.Value, id, title)));
        foreach (var stored in run.Predictions) figures.AddRange(OfPredictions(stored));
        var judged = run.Judged();
        figures.Add(new("accuracies", "Accuracies beside the article's", NotebookNames.Democracy, false, "stored predictions of finished models", judged.Count == 0 ? null : () => Accuracies(judged)));
        figures.AddRange(OfMembers(run, set));
        figures.AddRange(OfMistakes(run, set));
        figures.AddRange(OfReport(run));
        figures.AddRange(OfTables(run));
        return figures;
    }

    /// <summary>What only a notebook makes: diagnoses, trials, network diagrams and the like, from the data that the report keeps.</summary>
    private static IEnumerable<CatalogueFigure> OfReport(RunFolder run) =>
        from stored in run.Figures
        where stored.Notebook.Length > 0
        let id = stored.Name[(Slug.Of(stored.Notebook).Length + 1)..]
        where !DrawnAnew.Any(beginning => id.StartsWith(beginning, StringComparison.Ordinal)) && !(stored.Notebook == NotebookNames.Mistakes && KeptFigures.Any(kept => kept.Id == id))
        select new CatalogueFigure(stored.Name, $"As the notebook shows it, {stored.Name}", stored.Notebook, false, "a figure of the report", stored.Read);

    /// <summary>The measured models, and each table as the report shows it. The comparison with the article belongs to no notebook.</summary>
    private static IEnumerable<CatalogueFigure> OfTables(RunFolder run)
    {
        var metrics = run.Metrics();
        yield return new("metrics", "Measured models", NotebookNames.Democracy, false, MetricsFile.Name, metrics.Count == 0 ? null : () => TableFigure.Of(Tables.Metrics(metrics)));
        foreach (var stored in run.Tables)
        {
            bool isArticle = stored.Notebook.Length == 0;
            yield return new(stored.Name, $"Table, {stored.Name}", isArticle ? NotebookNames.Democracy : stored.Notebook, isArticle, "a stored table", () => TableFigure.Of(stored.Read()));
        }
    }

    private static IEnumerable<CatalogueFigure> OfMembers(RunFolder run, Lazy<SceneDataset> set)
    {
        const string Members = "stored predictions of two models of notebooks 02 to 05";
        var voting = run.Voting();
        var voters = new Lazy<Voters>(() => new Voters([.. voting.Select(one => new Voter(one.Row.Notebook, one.Row.Recipe, one.Validation.Read(), one.Judged.Read()))], [], []));
        CatalogueFigure Of(string id, string title, string notebook, Func<Voters, Figure> build) =>
            new(id, title, notebook, false, Members, voting.Count < 2 ? null : () => build(voters.Value));
        yield return Of("disagreement", "Disagreement of the members", NotebookNames.Democracy, members => Figures.Disagreement(DiversityReport.Of(members.Validation)));
        yield return Of("disputed", "What the members argue about", NotebookNames.Democracy, members => Figures.MemberVotes(
            Disputes.Of(members.Validation), members.Validation, set.Value, "disputed", "What the members argue about", Ensembles.Vote.Hard(members.Validation)));
        yield return Of("one-more-member", "What one more member buys", NotebookNames.Democracy,
            members => Figures.EnsembleSizes(EnsembleSize.Of(members.Leading(MostTried).Judged, chosen => Ensembles.Vote.Soft(chosen))));
        yield return Of("hard-images", "Hardest images", NotebookNames.Mistakes, members => Figures.HardImages(HardImage.Of(members.Judged), set.Value));
    }

    private static IEnumerable<CatalogueFigure> OfMistakes(RunFolder run, Lazy<SceneDataset> set)
    {
        var folds = run.Predictions.FirstOrDefault(stored => stored.Notebook == NotebookNames.Mistakes && stored.Name.EndsWith("-train", StringComparison.Ordinal));
        yield return new("label-errors", "Likely label errors", NotebookNames.Mistakes, false, "stored out-of-fold predictions",
            folds is null ? null : () => Figures.LabelErrors(ConfidentLearning.Find(folds.Read()).Errors, set.Value));
        foreach (var (id, title) in KeptFigures) yield return new(id, title, NotebookNames.Mistakes, false, "what the notebook kept of its networks", run.Kept(NotebookNames.Mistakes, id) is { } stored ? stored.Read : null);
    }

    private static IEnumerable<CatalogueFigure> OfNotebook(RunFolder run, string notebook, Lazy<SceneDataset> set)
    {
        var histories = run.Histories.Where(stored => stored.Notebook == notebook).ToArray();
        var predictions = run.Predictions.Where(stored => stored.Notebook == notebook).ToArray();
        if (histories.Length == 0 && notebook != NotebookNames.Democracy)
            yield return new($"{notebook}-curves", $"Learning curves of {notebook}", notebook, true, History, null);
        foreach (var stored in histories)
            yield return new($"{stored.Name}-curves", $"Learning curves, {stored.Name}", notebook, IsTheArticles(notebook, stored.Name), History, () => Figures.LearningCurves(stored.Read()));
        if (predictions.Length == 0)
        {
            yield return new($"{notebook}-confusion", $"Confusion matrix of {notebook}", notebook, true, Stored, null);
            yield return new($"{notebook}-predictions", $"Predictions of {notebook}", notebook, true, Stored, null);
        }
        foreach (var stored in predictions)
        {
            bool isArticle = IsTheArticles(notebook, stored.Name);
            yield return new($"{stored.Name}-confusion", $"Confusion matrix, {stored.Name}", notebook, isArticle, Stored,
                () => Figures.ConfusionMatrix(stored.Read()));
            yield return new($"{stored.Name}-predictions", $"Predictions, {stored.Name}", notebook, isArticle, $"{Stored} and the photographs",
                () => Figures.PredictionGallery(stored.Read(), set.Value));
        }
    }

    /// <summary>The article shows its own recipes and its vote; what else a notebook trains is ours.</summary>
    private static bool IsTheArticles(string notebook, string name) => notebook == NotebookNames.Democracy || name[notebook.Length..].Contains("article", StringComparison.Ordinal);

    private static IEnumerable<CatalogueFigure> OfPredictions(StoredResult<Predictions> stored)
    {
        yield return new($"{stored.Name}-classes", $"True and predicted classes, {stored.Name}", stored.Notebook, false, Stored,
            () => Figures.PredictionHistogram(stored.Read()));
        yield return new($"{stored.Name}-calibration", $"Calibration, {stored.Name}", stored.Notebook, false, Stored,
            () => Figures.Reliability(CalibrationReport.Of(stored.Read())));
    }

    private static DiagramFigure Network(string name, string? stage = null)
    {
        using var network = Backbone.Create(name);
        return Figures.Network(stage is null ? network.Diagram(ArticleSize, ArticleSize) : network.Diagram(stage, ArticleSize, ArticleSize));
    }

    private static Figure Finding(FigureGroup found, string id, string title) => found.Members.FirstOrDefault(gallery => gallery.Id == id)
        ?? new GalleryFigure(id, title, "The audit found none.", $"{title}: the audit found none.", []);

    private static ChartFigure Accuracies(IReadOnlyList<StoredResult<Predictions>> judged)
    {
        // Two notebooks may call their models alike; the notebook's number then tells them apart.
        var models = judged.Select(stored => (stored, predictions: stored.Read())).ToArray();
        var twice = models.GroupBy(row => row.predictions.Model).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.Ordinal);
        return Figures.Accuracies(
            [.. models.Select(row => twice.Contains(row.predictions.Model) ? row.predictions.Named($"{row.predictions.Model} ({row.stored.Name})") : row.predictions)],
            ArticleResults.Accuracies);
    }
}

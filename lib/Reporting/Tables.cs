using Scenes.Data;
using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>The tables that notebooks and reports show.</summary>
public static class Tables
{
    /// <summary>Number of images of each class in each split.</summary>
    /// <param name="report">What an audit found.</param>
    public static Table ClassCounts(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Table.Of("audit-classes", $"Images of {report.Name}", "", report.Classes,
            new TableColumn<ClassCount>("class", row => row.ClassName ?? "(no label)"),
            new TableColumn<ClassCount>("training", row => row.Counts.Train, "N0"), new TableColumn<ClassCount>("validation", row => row.Counts.Validation, "N0"),
            new TableColumn<ClassCount>("test", row => row.Counts.Test, "N0"), new TableColumn<ClassCount>("unlabelled", row => row.Counts.Unlabelled, "N0"),
            new TableColumn<ClassCount>("all", row => row.Counts.Total, "N0"));
    }

    /// <summary>How many findings of each kind an audit made.</summary>
    /// <param name="report">What an audit found.</param>
    public static Table Findings(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        DuplicateGroup[] groups = [.. report.Identical, .. report.NearDuplicates];
        (string Name, int Count)[] rows =
        [
            ("unreadable files", report.Unreadable.Count), ("images of an unusual size", report.OddSizes.Count), ("images with a wrong extension", report.Misnamed.Count),
            ("groups of byte-identical files", report.Identical.Count), ("groups of near-duplicates", report.NearDuplicates.Count),
            ("groups with two labels", groups.Count(group => group.HasConflictingLabels)), ("groups in two splits", groups.Count(group => group.LeaksBetweenSplits)),
        ];
        return Table.Of("audit-findings", $"What the audit of {report.Name} found", $"Near-duplicates: perceptual hashes differ in at most {report.NearDistance} of {PerceptualHash.Bits} bits.", rows,
            new TableColumn<(string Name, int Count)>("finding", row => row.Name), new TableColumn<(string Name, int Count)>("number", row => row.Count, "N0"));
    }

    /// <summary>Precision, recall and F1 of each class, with their averages.</summary>
    /// <param name="predictions">What one model said of one split.</param>
    public static Table ClassReport(Predictions predictions)
    {
        var report = ClassificationReport.Of(predictions);
        return Table.Of(Slug.Of($"class-report-{predictions.Model}"), $"Classes of {predictions.Model}", Proportions.Accuracy(predictions).Sentence,
            [.. report.Classes, report.Macro, report.Weighted],
            new TableColumn<ClassScore>("class", row => row.Name), new TableColumn<ClassScore>("images", row => row.Support, "N0"),
            new TableColumn<ClassScore>("precision", row => row.Precision, "0.000"), new TableColumn<ClassScore>("recall", row => row.Recall, "0.000"),
            new TableColumn<ClassScore>("F1", row => row.F1, "0.000"));
    }

    /// <summary>Accuracy of each model with its 95 % Wilson interval.</summary>
    /// <param name="models">What each model said.</param>
    /// <param name="id">Names the table.</param>
    public static Table Accuracies(IReadOnlyList<Predictions> models, string id = "accuracy-table")
    {
        ArgumentNullException.ThrowIfNull(models);
        return Table.Of(id, "Accuracies", "Intervals: Wilson, 95%.", models.Select(model => (model, interval: Proportions.Accuracy(model))),
            new TableColumn<(Predictions model, StatisticalResult interval)>("model", row => row.model.Model),
            new TableColumn<(Predictions model, StatisticalResult interval)>("split", row => SplitNames.Of(row.model.Split)),
            new TableColumn<(Predictions model, StatisticalResult interval)>("images", row => row.model.Count, "N0"),
            new TableColumn<(Predictions model, StatisticalResult interval)>("right", row => row.model.Correct, "N0"),
            new TableColumn<(Predictions model, StatisticalResult interval)>("accuracy", row => row.interval.Estimate, "0.000"),
            new TableColumn<(Predictions model, StatisticalResult interval)>("low", row => row.interval.Low, "0.000"),
            new TableColumn<(Predictions model, StatisticalResult interval)>("high", row => row.interval.High, "0.000"));
    }

    /// <summary>The epochs of a training run.</summary>
    /// <param name="history">One training run.</param>
    public static Table Epochs(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Table.Of(Slug.Of($"epochs-{history.Model}"), $"Epochs of {history.Model}", $"Kept: epoch {history.BestEpoch}.", history.Epochs,
            new TableColumn<EpochRecord>("epoch", row => row.Epoch), new TableColumn<EpochRecord>("training loss", row => row.TrainLoss, "0.000"),
            new TableColumn<EpochRecord>("training accuracy", row => row.TrainAccuracy, "0.000"), new TableColumn<EpochRecord>("validation loss", row => row.ValidationLoss, "0.000"),
            new TableColumn<EpochRecord>("validation accuracy", row => row.ValidationAccuracy, "0.000"), new TableColumn<EpochRecord>("learning rate", row => row.LearningRate, "0.######"),
            new TableColumn<EpochRecord>("seconds", row => row.Seconds, "0.0"));
    }

    /// <summary>The rows of <c>metrics.csv</c>.</summary>
    /// <param name="rows">Measured models.</param>
    /// <param name="id">Names the table.</param>
    public static Table Metrics(IEnumerable<MetricsRow> rows, string id = "metrics") => Table.Of(id, "Measured models", "Intervals: Wilson, 95%.", rows,
        new TableColumn<MetricsRow>("model", row => row.Model), new TableColumn<MetricsRow>("recipe", row => row.Recipe), new TableColumn<MetricsRow>("notebook", row => row.Notebook),
        new TableColumn<MetricsRow>("split", row => SplitNames.Of(row.Split)), new TableColumn<MetricsRow>("images", row => row.N, "N0"),
        new TableColumn<MetricsRow>("accuracy", row => row.Accuracy, "0.000"), new TableColumn<MetricsRow>("low", row => row.Low, "0.000"),
        new TableColumn<MetricsRow>("high", row => row.High, "0.000"), new TableColumn<MetricsRow>("seconds", row => row.Seconds, "0.0"));

    /// <summary>Each of our models beside a number of the article: accuracy, 95 % interval, and the exact one-sided test of being above it.</summary>
    /// <param name="rows">Ours and the article's accuracy; see <see cref="ArticleResults"/>.</param>
    /// <param name="id">Names the table.</param>
    public static Table BesideTheArticle(IReadOnlyList<(Predictions Ours, double Article)> rows, string id = "beside-the-article")
    {
        ArgumentNullException.ThrowIfNull(rows);
        var tested = rows.Select(row => new ArticleRow(row.Ours, row.Article, Proportions.Accuracy(row.Ours), Proportions.AboveConstant(row.Ours, row.Article)));
        return Table.Of(id, "Beside the article", $"Intervals: Wilson, 95%. Test: exact binomial, one-sided, against the article's number, which is of {Say.Count(ArticleResults.Images)} images and taken as it stands.", tested,
            new TableColumn<ArticleRow>("model", row => row.Ours.Model), new TableColumn<ArticleRow>("images", row => row.Ours.Count, "N0"),
            new TableColumn<ArticleRow>("article", row => row.Article, "0.000"), new TableColumn<ArticleRow>("ours", row => row.Interval.Estimate, "0.000"),
            new TableColumn<ArticleRow>("low", row => row.Interval.Low, "0.000"), new TableColumn<ArticleRow>("high", row => row.Interval.High, "0.000"),
            new TableColumn<ArticleRow>("p", row => row.Test.P, "0.0000"), new TableColumn<ArticleRow>("verdict", row => row.Test.P < 1 - row.Test.Confidence ? "above the article" : "not shown to be above"));
    }

    /// <summary>Statistical results, one sentence each.</summary>
    /// <param name="results">Tests and intervals.</param>
    /// <param name="id">Names the table.</param>
    /// <param name="title">What they are about.</param>
    public static Table Tests(IEnumerable<StatisticalResult> results, string id = "tests", string title = "Tests and intervals") => Table.Of(id, title, "", results,
        new TableColumn<StatisticalResult>("method", row => row.Name), new TableColumn<StatisticalResult>("of", row => row.Quantity), new TableColumn<StatisticalResult>("images", row => row.N, "N0"),
        new TableColumn<StatisticalResult>("estimate", row => row.Estimate, "0.0000"), new TableColumn<StatisticalResult>("low", row => row.Low, "0.0000"),
        new TableColumn<StatisticalResult>("high", row => row.High, "0.0000"), new TableColumn<StatisticalResult>("p", row => row.P, "0.0000"),
        new TableColumn<StatisticalResult>("in words", row => row.Sentence));

    private sealed record ArticleRow(Predictions Ours, double Article, StatisticalResult Interval, StatisticalResult Test);
}

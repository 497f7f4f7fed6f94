using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Training;

namespace Scenes.Reporting;

/// <summary>The tables that notebooks and reports show.</summary>
public static class Tables
{
    private static readonly TableColumn<JudgedVote>[] Tested =
    [
        new("won", row => row.AgainstBest?.Outcomes.OnlySecond, "N0"), new("lost", row => row.AgainstBest?.Outcomes.OnlyFirst, "N0"),
        new("p", row => row.AgainstBest?.Test.P, "0.0000"), new("p adjusted", row => row.AgainstBest?.AdjustedP, "0.0000"),
        new("disagreement", row => row.Disagreement, "0.000"), new("Q", row => row.Q, "0.00"),
    ];

    /// <summary>Number of images of each class in each split.</summary>
    /// <param name="report">What an audit found.</param>
    public static Table ClassCounts(AuditReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return Table.Of("audit-classes", $"Images of {report.Name}", "", report.Classes,
            new("class", row => row.ClassName ?? "(no label)"),
            new("training", row => row.Counts.Train, "N0"), new("validation", row => row.Counts.Validation, "N0"),
            new("test", row => row.Counts.Test, "N0"), new("unlabelled", row => row.Counts.Unlabelled, "N0"),
            new("all", row => row.Counts.Total, "N0"));
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
        string near = $"Near-duplicates: perceptual hashes differ in at most {report.NearDistance} of {PerceptualHash.Bits} bits.";
        return Table.Of("audit-findings", $"What the audit of {report.Name} found", near, rows,
            new("finding", row => row.Name), new("number", row => row.Count, "N0"));
    }

    /// <summary>Precision and recall of each class with their 95 % Wilson intervals, F1, and the averages.</summary>
    /// <param name="predictions">What one model said of one split.</param>
    public static Table ClassReport(Predictions predictions)
    {
        var report = ClassificationReport.Of(predictions);
        return Table.Of(Slug.Of($"class-report-{predictions.Model}"), $"Classes of {predictions.Model}", $"{Proportions.Accuracy(predictions).Sentence} Intervals of the classes: Wilson, 95%.",
            [.. report.Classes, report.Macro, report.Weighted],
            new("class", row => row.Name), new("images", row => row.Support, "N0"),
            new("precision", row => row.Precision, "0.000"), new("precision low", row => row.PrecisionInterval?.Low, "0.000"), new("precision high", row => row.PrecisionInterval?.High, "0.000"),
            new("recall", row => row.Recall, "0.000"), new("recall low", row => row.RecallInterval?.Low, "0.000"), new("recall high", row => row.RecallInterval?.High, "0.000"),
            new("F1", row => row.F1, "0.000"));
    }

    /// <summary>Accuracy, macro F1, kappa and Matthews correlation of one model, each with its 95 % interval.</summary>
    /// <param name="predictions">What the model said of one split.</param>
    /// <param name="options">How to resample for the metrics that have no interval by formula; null for 10,000 draws.</param>
    /// <exception cref="ArgumentException">There is no image.</exception>
    public static Table Summary(Predictions predictions, BootstrapOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(predictions);
        ModelIntervals resampled = Bootstrap.Intervals([predictions], options)[0];
        string accuracy = resampled.Accuracy.Quantity;
        StatisticalResult[] rows =
        [
            Proportions.Accuracy(predictions), Proportions.ClopperPearson(predictions.Correct, predictions.Count, quantity: accuracy), resampled.MacroF1, resampled.Kappa, resampled.Matthews,
        ];
        return Table.Of(Slug.Of($"summary-{predictions.Model}"), $"{predictions.Model} in numbers", $"{Say.Count(predictions.Count)} {SplitNames.Of(predictions.Split)} images.", rows,
            new("metric", row => row.Quantity), new("value", row => row.Estimate, "0.000"), new("low", row => row.Low, "0.000"), new("high", row => row.High, "0.000"),
            new("interval", row => row.Name));
    }

    /// <summary>How far probabilities mean what they say.</summary>
    /// <param name="reports">A name for each row and what was measured.</param>
    /// <param name="id">Names the table.</param>
    public static Table Calibration(IEnumerable<(string Name, CalibrationReport Report)> reports, string id = "calibration") => Table.Of(
        id, "Calibration", "Calibration error: expected, in bins of equal width. Low and high: 95 % interval of confidence minus accuracy, by Wilson's for the accuracy.", reports,
        new("probabilities", row => row.Name), new("images", row => row.Report.Count, "N0"), new("negative log-likelihood", row => row.Report.NegativeLogLikelihood, "0.0000"),
        new("Brier score", row => row.Report.Brier, "0.0000"), new("calibration error", row => row.Report.ExpectedCalibrationError, "0.0000"),
        new("confidence minus accuracy", row => row.Report.Overconfidence.Estimate, "+0.0000;-0.0000;0.0000"),
        new("low", row => row.Report.Overconfidence.Low, "+0.0000;-0.0000;0.0000"), new("high", row => row.Report.Overconfidence.High, "+0.0000;-0.0000;0.0000"));

    /// <summary>Accuracy of each model with its 95 % Wilson interval.</summary>
    /// <param name="models">What each model said.</param>
    /// <param name="id">Names the table.</param>
    /// <param name="title">Title of the table.</param>
    public static Table Accuracies(IReadOnlyList<Predictions> models, string id = "accuracy-table", string title = "Accuracies")
    {
        ArgumentNullException.ThrowIfNull(models);
        return Table.Of(id, title, "Intervals: Wilson, 95%.", models.Select(model => (model, interval: Proportions.Accuracy(model))),
            new("model", row => row.model.Model),
            new("split", row => SplitNames.Of(row.model.Split)),
            new("images", row => row.model.Count, "N0"),
            new("right", row => row.model.Correct, "N0"),
            new("accuracy", row => row.interval.Estimate, "0.000"),
            new("low", row => row.interval.Low, "0.000"),
            new("high", row => row.interval.High, "0.000"));
    }

    /// <summary>The epochs of a training run.</summary>
    /// <param name="history">One training run.</param>
    public static Table Epochs(TrainingHistory history)
    {
        ArgumentNullException.ThrowIfNull(history);
        return Table.Of(Slug.Of($"epochs-{history.Model}"), $"Epochs of {history.Model}", $"Kept: epoch {history.BestEpoch}.", history.Epochs,
            new("epoch", row => row.Epoch), new("training loss", row => row.TrainLoss, "0.000"),
            new("training accuracy", row => row.TrainAccuracy, "0.000"), new("validation loss", row => row.ValidationLoss, "0.000"),
            new("validation accuracy", row => row.ValidationAccuracy, "0.000"), new("learning rate", row => row.LearningRate, "0.######"),
            new("seconds", row => row.Seconds, "0.0"));
    }

    /// <summary>The rows of <c>metrics.csv</c>.</summary>
    /// <param name="rows">Measured models.</param>
    /// <param name="id">Names the table.</param>
    public static Table Metrics(IEnumerable<MetricsRow> rows, string id = "metrics") => Table.Of(id, "Measured models", "Intervals: Wilson, 95%.", rows,
        new("model", row => row.Model), new("recipe", row => row.Recipe), new("notebook", row => row.Notebook),
        new("split", row => SplitNames.Of(row.Split)), new("images", row => row.N, "N0"),
        new("accuracy", row => row.Accuracy, "0.000"), new("low", row => row.Low, "0.000"),
        new("high", row => row.High, "0.000"), new("seconds", row => row.Seconds, "0.0"));

    /// <summary>Each of our models beside a number of the article: accuracy, 95 % interval, and the exact one-sided test of being above it.</summary>
    /// <param name="rows">Ours and the article's accuracy; see <see cref="ArticleResults"/>.</param>
    /// <param name="id">Names the table.</param>
    public static Table BesideTheArticle(IReadOnlyList<(Predictions Ours, double Article)> rows, string id = "beside-the-article")
    {
        ArgumentNullException.ThrowIfNull(rows);
        var tested = rows.Select(row => new ArticleRow(row.Ours, row.Article, Proportions.Accuracy(row.Ours), Proportions.AboveConstant(row.Ours, row.Article)));
        string caption = "Intervals: Wilson, 95%. Test: exact binomial, one-sided, against the article's number, "
            + $"which is of {Say.Count(ArticleResults.Images)} images and taken as it stands; each row for itself, p not adjusted for the number of rows.";
        return Table.Of(id, "Beside the article", caption, tested,
            new("model", row => row.Ours.Model), new("images", row => row.Ours.Count, "N0"),
            new("article", row => row.Article, "0.000"), new("ours", row => row.Interval.Estimate, "0.000"),
            new("low", row => row.Interval.Low, "0.000"), new("high", row => row.Interval.High, "0.000"),
            new("p", row => row.Test.P, "0.0000"), new("verdict", row => row.Test.P < 1 - row.Test.Confidence ? "above the article" : "not shown to be above"));
    }

    /// <summary>The classes that are taken for each other, most mistakes first.</summary>
    /// <param name="matrix">Row = true class, column = predicted class.</param>
    /// <param name="id">Names the table.</param>
    public static Table ConfusedPairs(ConfusionMatrix matrix, string id = "confused-pairs") => Table.Of(
        id, "Most confused pairs", "Share: of all mistakes.", ConfusedPair.Of(matrix),
        new("first", row => row.First), new("second", row => row.Second), new("first taken for second", row => row.FirstAsSecond, "N0"),
        new("second taken for first", row => row.SecondAsFirst, "N0"), new("both", row => row.Count, "N0"), new("share", row => row.ShareOfMistakes, "0.0%"));

    /// <summary>
    /// Ways of voting beside each other, the best on these images first. On judged images each vote is tested against the member alone that stands among
    /// the combinations, and the diversity of its members is given.
    /// </summary>
    /// <param name="combinations">Combinations of members.</param>
    /// <param name="candidates">The members' predictions on the split that is to be shown; null: what the combinations reached on validation.</param>
    /// <param name="id">Names the table.</param>
    /// <exception cref="ArgumentException">A member is missing.</exception>
    public static Table Combinations(IReadOnlyList<Combination> combinations, IReadOnlyList<Predictions>? candidates = null, string id = "votes")
    {
        ArgumentNullException.ThrowIfNull(combinations);
        return candidates is null
            ? Votes([.. combinations.Select(one => new JudgedVote(one, one.Validation, null, null, null))], id, $" Fitted rules are measured on images outside their fit, in {Combination.Folds} folds.")
            : Votes(JudgedVote.Of(combinations, candidates), id, " Won and lost: images that only the vote, only the best member gets right. p: exact McNemar, adjusted by Holm over all votes. "
                + "Disagreement and Q: means over the pairs of its members.", Tested);
    }

    /// <summary>How differently every two members err.</summary>
    /// <param name="report">Diversity of the members.</param>
    /// <param name="id">Names the table.</param>
    public static Table Diversity(DiversityReport report, string id = "diversity")
    {
        ArgumentNullException.ThrowIfNull(report);
        return Table.Of(id, "How differently two members err", "Disagreement: share of images that exactly one of the two gets right. Q: 0 for independent members, 1 where all mistakes of one are among those of the other.",
            report.Pairs,
            new("first", row => row.First), new("second", row => row.Second), new("disagreement", row => row.Disagreement, "0.000"), new("Q", row => row.Q, "0.00"),
            new("both wrong", row => row.DoubleFault, "0.000"), new("correlation", row => row.Correlation, "0.00"), new("error overlap", row => row.ErrorOverlap, "0.00"),
            new("same mistake", row => row.SameMistake, "0.00"));
    }

    /// <summary>What a vote does to the answers of each of its members.</summary>
    /// <param name="effects">One row for each member; see <see cref="VoteEffect.Of(Predictions, IReadOnlyList{Predictions})"/>.</param>
    /// <param name="id">Names the table.</param>
    public static Table VoteEffects(IReadOnlyList<VoteEffect> effects, string id = "vote-effects") => Table.Of(
        id, "What the vote repairs and spoils", "Test: exact McNemar, not adjusted.", effects,
        new("member", row => row.Member), new("repaired", row => row.Repairs, "N0"), new("spoiled", row => row.Spoils, "N0"), new("net", row => row.Net, "+0;-0;0"),
        new("both wrong", row => row.BothWrong, "N0"), new("p", row => row.Test.P, "0.0000"));

    /// <summary>Every two models on the same images, tested and adjusted for the number of tests.</summary>
    /// <param name="comparison">The tests.</param>
    /// <param name="id">Names the table.</param>
    public static Table Pairwise(ModelComparison comparison, string id = "pairwise")
    {
        ArgumentNullException.ThrowIfNull(comparison);
        return Table.Of(id, "Every two models", $"{comparison.Overall.Sentence} Pairs: exact McNemar; Holm adjusts p, the intervals are those of each pair alone.", comparison.Pairs,
            new("first", row => row.First), new("second", row => row.Second), new("difference", row => row.Test.Estimate, "+0.000;-0.000;0.000"),
            new("low", row => row.Test.Low, "+0.000;-0.000;0.000"), new("high", row => row.Test.High, "+0.000;-0.000;0.000"),
            new("p", row => row.Test.P, "0.0000"), new("p adjusted", row => row.AdjustedP, "0.0000"), new("verdict", row => row.Differs ? "they differ" : "no difference shown"));
    }

    /// <summary>Statistical results, one sentence each.</summary>
    /// <param name="results">Tests and intervals.</param>
    /// <param name="id">Names the table.</param>
    /// <param name="title">What they are about.</param>
    public static Table Tests(IEnumerable<StatisticalResult> results, string id = "tests", string title = "Tests and intervals") => Table.Of(id, title, "", results,
        new("method", row => row.Name), new("of", row => row.Quantity), new("n", row => row.N, "N0"),
        new("estimate", row => row.Estimate, "0.0000"), new("low", row => row.Low, "0.0000"),
        new("high", row => row.High, "0.0000"), new("p", row => row.P, "0.0000"),
        new("in words", row => row.Sentence));

    private static Table Votes(IReadOnlyList<JudgedVote> votes, string id, string more, params TableColumn<JudgedVote>[] columns)
    {
        string split = votes.Count == 0 ? "" : SplitNames.Of(votes[0].Said.Split), images = votes.Count == 0 ? "" : $"{Say.Count(votes[0].Said.Count)} {split} images. ";
        return Table.Of(id, votes.Count == 0 ? "Ways to vote" : $"Ways to vote, {split} images", $"{images}Intervals: Wilson, 95%.{more}", votes.OrderByDescending(row => row.Said.Correct),
        [
            new("combination", row => row.Vote.Name), new("members", row => row.Vote.MemberNames.Count), new("right", row => row.Said.Correct, "N0"),
            new("accuracy", row => row.Said.Accuracy, "0.000"), new("low", row => Proportions.Accuracy(row.Said).Low, "0.000"),
            new("high", row => Proportions.Accuracy(row.Said).High, "0.000"), new("log loss", row => LogLikelihood.MeanNegative(row.Said), "0.000"), .. columns,
        ]);
    }

    private sealed record ArticleRow(Predictions Ours, double Article, StatisticalResult Interval, StatisticalResult Test);
}

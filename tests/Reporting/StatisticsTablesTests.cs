using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Reporting;
using Scenes.Tests.Evaluation;
using Scenes.Training;

namespace Scenes.Tests.Reporting;

public sealed class StatisticsTablesTests : IDisposable
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 30).Select(image => image % 3)];

    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    [Fact]
    public void Combinations_Judged_HasTestsAndDiversityAndValidationHasNone()
    {
        Predictions[] test = [Wrong("a", 0, 1), Wrong("b", 0, 2), Wrong("c", 3, 4, 5)];
        ValidationPredictions[] validation = [.. test.Select(member => ValidationPredictions.Of(Wrong(member.Model, SceneSplit.Validation, 0)))];
        Combination[] ways = [Combination.Fit(CombinationRule.HardVote, validation, "hard"), Combination.Fit(CombinationRule.Single, validation[..1], "a alone")];
        Table judged = Tables.Combinations(ways, test, "votes-judged"), shown = Tables.Combinations(ways);
        Assert.Equal([1L, 0L], Cells(judged, "won", "lost"));
        Assert.Equal(DiversityReport.Of(test).MeanDisagreement, judged.Data["disagreement"][0]);
        Assert.Equal(1, (double)judged.Data["p adjusted"][0], 1e-12);
        Assert.Equal(Proportions.Wilson(29, 30).Low, judged.Data["low"][0]);
        Assert.Null(judged.Data["p"][1]); // the member itself
        Assert.DoesNotContain(shown.Data.Columns, column => column.Name == "won");
        Assert.Contains("5 folds", shown.Caption, StringComparison.Ordinal);
    }

    [Fact]
    public void Summary_FewMistakes_HasEveryMetricWithItsInterval()
    {
        Predictions said = Wrong("vote", 0, 1, 2);
        Table table = Tables.Summary(said);
        Assert.Equal(["accuracy of vote", "accuracy of vote", "macro F1 of vote", "Cohen's kappa of vote", "Matthews correlation of vote"], Column(table, "metric"));
        Assert.Equal(Proportions.ClopperPearson(27, 30).Low, table.Data["low"][1]);
        Assert.Equal(Bootstrap.Interval(Metric.Kappa, said).High, table.Data["high"][3]);
    }

    [Fact]
    public void ClassReport_Classes_HaveWilsonIntervalsAndAveragesHaveNone()
    {
        Table table = Tables.ClassReport(Wrong("m", 0, 3)); // class 0 twice taken for class 1
        Assert.Equal(Proportions.Wilson(8, 10).Low, table.Data["recall low"][0]);
        Assert.Equal(Proportions.Wilson(10, 12).High, table.Data["precision high"][1]);
        Assert.Null(table.Data["recall low"][3]);
        Predictions never = TestPredictions.FromClasses("m", [0, 1], [0, 0], 2);
        Assert.Null(ClassificationReport.Of(never).Classes[1].PrecisionInterval);
    }

    [Fact]
    public void Pairwise_ThreeModels_ShowsWhatResultsStore()
    {
        Predictions good = Wrong("good"), bad = Wrong("bad", [.. Enumerable.Range(0, 12)]), fair = Wrong("fair", 0, 1, 2, 3, 4, 5);
        var comparison = ModelComparison.Of([good, bad, fair]);
        Table table = Tables.Pairwise(comparison);
        // good and fair: p = 2 / 2^6 alone, 2 / 2^5 after Holm, so the verdict changes with the adjustment.
        Assert.Equal(2 / 64.0, (double)table.Data["p"][1], 1e-12);
        Assert.Equal(["they differ", "no difference shown", "no difference shown"], Column(table, "verdict"));
        Assert.Equal(Column(table, "p adjusted"), comparison.Results.Skip(1).Select(result => (object?)result.P));
        Assert.Equal(comparison.Overall, comparison.Results[0]);
        Assert.Equal("exact McNemar test, p adjusted by Holm, interval not", comparison.Results[2].Name);
        Assert.StartsWith("good and fair cannot be told apart", comparison.Results[2].Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void VoteEffects_OneMember_CountsRepairsAndSpoils()
    {
        Table table = Tables.VoteEffects(VoteEffect.Of(Wrong("vote", 4), [Wrong("a", 0, 1, 2)]));
        Assert.Equal(["a", 3L, 1L, 2L, 0L], Cells(table, "member", "repaired", "spoiled", "net", "both wrong"));
    }

    [Fact]
    public void Diversity_TwoMembers_IsOneRow()
    {
        Table table = Tables.Diversity(DiversityReport.Of([Wrong("a", 0, 1), Wrong("b", 1, 2)]));
        Assert.Equal(1, table.Data.Rows.Count);
        Assert.Equal([2 / 30.0, 1 / 30.0, 1 / 3.0], Cells(table, "disagreement", "both wrong", "error overlap"));
    }

    [Fact]
    public void ConfusedPairs_MostMistakes_StandFirst()
    {
        Table table = Tables.ConfusedPairs(ConfusionMatrix.Of(Wrong("m", 0, 3, 1)));
        Assert.Equal(["class 0", "class 1", 2L, 0L, 2 / 3.0], Cells(table, "first", "second", "first taken for second", "second taken for first", "share"));
    }

    [Fact]
    public void ArticleComparison_StoredTestPredictions_StandBesideTheArticlesNumbers()
    {
        foreach (var (notebook, split) in new[] { ("03-vgg16", SceneSplit.Test), ("06-democracy", SceneSplit.Test), ("04-resnet50", SceneSplit.Validation), ("02-plain-cnn", SceneSplit.Test) })
        {
            Predictions said = Wrong("m", split, 0);
            PredictionsCsv.Write(Path.Combine(folder, "predictions", $"{notebook}-m-{split.ToString().ToLowerInvariant()}.csv"), said);
            MetricsFile.Add(Path.Combine(folder, MetricsFile.Name), MetricsRow.Of(notebook, said, "modern", 1, judged: true));
        }
        Predictions retrained = Wrong("retrained", SceneSplit.Test, 0);
        PredictionsCsv.Write(RunFolder.PredictionsPath(folder, "03-vgg16", "retrained", SceneSplit.Test), retrained);
        MetricsFile.Add(Path.Combine(folder, MetricsFile.Name), MetricsRow.Of("03-vgg16", retrained, "modern", 1, judged: false)); // its answers are of an earlier training
        Table table = ArticleComparison.Of(RunFolder.Open(folder))!;
        Assert.Equal([ArticleResults.Vgg16, ArticleResults.MajorityVote], Column(table, "article"));
        Assert.Equal(29 / 30.0, table.Data["ours"][0]);
        Assert.Null(ArticleComparison.Of(RunFolder.Open(Path.Combine(folder, "nothing"))));
    }

    [Theory]
    [InlineData(JointModel.LinearRecipe)]
    [InlineData(JointModel.RadialRecipe)]
    public void ArticleComparison_JoinedNetworks_StandBesideTheArticlesVote(string recipe)
    {
        Predictions said = Wrong("m", SceneSplit.Test, 0);
        PredictionsCsv.Write(Path.Combine(folder, "predictions", "05-inception-v3-m-test.csv"), said);
        MetricsFile.Add(Path.Combine(folder, MetricsFile.Name), MetricsRow.Of("05-inception-v3", said, recipe, 1, judged: true));
        Assert.Equal([ArticleResults.MajorityVote], Column(ArticleComparison.Of(RunFolder.Open(folder))!, "article"));
    }

    [Theory]
    [InlineData("MobileNetV2")]
    [InlineData("MobileNetV2 with a kernel")]
    public void ArticleComparison_NetworkThatTheArticleHasNot_IsLeftOut(string model)
    {
        Predictions said = Wrong(model, SceneSplit.Test, 0);
        PredictionsCsv.Write(RunFolder.PredictionsPath(folder, "05-inception-v3", model, SceneSplit.Test), said);
        MetricsFile.Add(Path.Combine(folder, MetricsFile.Name), MetricsRow.Of("05-inception-v3", said, "modern", 1, judged: true));
        Assert.NotNull(RunFolder.Open(folder).Find("05-inception-v3", model, SceneSplit.Test));
        Assert.Null(ArticleComparison.Of(RunFolder.Open(folder)));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static object?[] Column(Table table, string name) => [.. Enumerable.Range(0, (int)table.Data.Rows.Count).Select(row => (object?)table.Data[name][row])];

    /// <summary>Cells of the first row.</summary>
    private static object?[] Cells(Table table, params string[] columns) => [.. columns.Select(column => (object?)table.Data[column][0])];

    private static Predictions Wrong(string model, params int[] images) => Wrong(model, SceneSplit.Test, images);

    /// <summary>Some images are given the next class.</summary>
    private static Predictions Wrong(string model, SceneSplit split, params int[] images) =>
        TestPredictions.FromClasses(model, Labels, [.. Labels.Select((label, image) => images.Contains(image) ? (label + 1) % 3 : label)], 3, split);
}

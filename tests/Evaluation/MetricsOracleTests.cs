using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class MetricsOracleTests
{
    /// <summary>Sums of at most 300 terms in another order.</summary>
    private const double SummationTolerance = 1e-12;

    /// <summary>The exact limits come from a root search on both sides.</summary>
    private const double RootTolerance = 1e-9;

    private static readonly Document Stored = StoredOutputs.Read<Document>("evaluation", "metrics.json");

    public static TheoryData<string> CaseNames => new(Stored.Cases.Select(one => one.Name));

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void ConfusionMatrix_StoredCase_EqualsScikitLearn(string name)
    {
        (Case one, ConfusionMatrix matrix) = Load(name);
        for (int row = 0; row < one.Classes; row++)
            Assert.Equal(one.Confusion[row], Enumerable.Range(0, one.Classes).Select(column => matrix.Counts[row, column]));
        Assert.Equal(one.Accuracy, matrix.Accuracy, SummationTolerance);
    }

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void ClassificationReport_StoredCase_EqualsScikitLearn(string name)
    {
        (Case one, ConfusionMatrix matrix) = Load(name);
        ClassificationReport report = matrix.Report();
        Assert.Equal(one.Support, report.Classes.Select(score => score.Support));
        StoredOutputs.AssertClose(one.Precision, [.. report.Classes.Select(score => score.Precision)], SummationTolerance, "precision");
        StoredOutputs.AssertClose(one.Recall, [.. report.Classes.Select(score => score.Recall)], SummationTolerance, "recall");
        StoredOutputs.AssertClose(one.F1, [.. report.Classes.Select(score => score.F1)], SummationTolerance, "F1");
        StoredOutputs.AssertClose(one.Macro, [report.Macro.Precision, report.Macro.Recall, report.Macro.F1], SummationTolerance, "macro");
        StoredOutputs.AssertClose(one.Weighted, [report.Weighted.Precision, report.Weighted.Recall, report.Weighted.F1], SummationTolerance, "weighted");
    }

    [Fact]
    public void Intervals_StoredShares_EqualStatsmodels()
    {
        foreach (Share share in Stored.Intervals)
        {
            string what = $"{share.Correct} of {share.N} at {share.Confidence}";
            StatisticalResult wilson = Proportions.Wilson(share.Correct, share.N, share.Confidence);
            StatisticalResult exact = Proportions.ClopperPearson(share.Correct, share.N, share.Confidence);
            StoredOutputs.AssertClose(share.Wilson, [wilson.Low!.Value, wilson.High!.Value], SummationTolerance, $"Wilson {what}");
            StoredOutputs.AssertClose(share.Exact, [exact.Low!.Value, exact.High!.Value], RootTolerance, $"exact {what}");
        }
    }

    [Fact]
    public void Wilson_NineteenOfThirtyEight_IsTheIntervalOfTheBook()
    {
        StatisticalResult wilson = Proportions.Wilson(19, 38);
        Assert.Equal(0.348499, wilson.Low!.Value, 6);
        Assert.Equal(0.651501, wilson.High!.Value, 6);
        Assert.Equal("The accuracy is 0.5000 (19 of 38 images; 95 % Wilson interval 0.3485 to 0.6515).", wilson.Sentence);
    }

    [Theory]
    [InlineData(-1, 10, 0.95)] // fewer than none
    [InlineData(11, 10, 0.95)] // more than all
    [InlineData(0, 0, 0.95)] // no image
    [InlineData(5, 10, 1.0)] // the whole line
    [InlineData(5, 10, double.NaN)] // no number
    public void Wilson_OutOfRange_Throws(int correct, int n, double confidence) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Proportions.Wilson(correct, n, confidence));

    [Fact]
    public void ConfusionMatrix_IndexOutOfRange_NamesTheImage()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => ConfusionMatrix.Of(["a", "b"], [0, 1], [0, 2]));
        Assert.Contains("Image 1 has label 1 and prediction 2; allowed: 0 to 1", error.Message, StringComparison.Ordinal);
    }

    private static (Case One, ConfusionMatrix Matrix) Load(string name)
    {
        Case one = Stored.Cases.Single(other => other.Name == name);
        string[] classNames = [.. Enumerable.Range(0, one.Classes).Select(k => $"class {k}")];
        return (one, ConfusionMatrix.Of(classNames, one.Labels, one.Predicted));
    }

    private sealed record Document(Case[] Cases, Share[] Intervals);

    private sealed record Case(string Name, int Classes, int[] Labels, int[] Predicted, int[][] Confusion, double Accuracy,
        double[] Precision, double[] Recall, double[] F1, int[] Support, double[] Macro, double[] Weighted);

    private sealed record Share(int Correct, int N, double Confidence, double[] Wilson, double[] Exact);
}

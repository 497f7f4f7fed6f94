using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Ensembles;

public sealed class JudgedVoteTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 20).Select(image => image % 2)];

    [Fact]
    public void Of_VotesAndTheBestAlone_CountsWonAndLostAndAdjustsOverVotes()
    {
        Predictions[] test = [Wrong("a", 0, 9), Wrong("b", 0, 10, 11), Wrong("c", 12, 13, 14)];
        ValidationPredictions[] validation = [.. test.Select(member => ValidationPredictions.Of(OnValidation(member)))];
        Combination three = Combination.Fit(CombinationRule.HardVote, validation, "three"), two = Combination.Fit(CombinationRule.HardVote, validation[1..], "two");
        Combination alone = Combination.Fit(CombinationRule.Single, validation[..1], "a alone");
        IReadOnlyList<JudgedVote> rows = JudgedVote.Of([three, alone, two], test);
        Assert.Equal((1, 0), Counts(rows[0])); // image 9 is mended, image 0 stays wrong
        Assert.Null(rows[1].AgainstBest);
        Assert.Equal(Math.Min(1, 2 * rows[2].AgainstBest!.Test.P!.Value), rows[2].AgainstBest!.AdjustedP, 1e-12);
        DiversityReport diversity = DiversityReport.Of(test[1..]);
        Assert.Equal((diversity.MeanDisagreement, diversity.MeanQ), (rows[2].Disagreement, rows[2].Q));
        Assert.Null(rows[1].Disagreement);
        Assert.Null(JudgedVote.Of([three], test)[0].AgainstBest); // nothing to compare with
    }

    private static (int Won, int Lost) Counts(JudgedVote row) => (row.AgainstBest!.Outcomes.OnlySecond, row.AgainstBest.Outcomes.OnlyFirst);

    private static Predictions Wrong(string model, params int[] images) =>
        TestPredictions.FromClasses(model, Labels, [.. Labels.Select((label, image) => images.Contains(image) ? 1 - label : label)], 2);

    private static Predictions OnValidation(Predictions test) => TestPredictions.FromClasses(test.Model, [.. test.Labels], [.. test.Predicted], 2, SceneSplit.Validation);
}

using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Ensembles;

public sealed class CombinationTests
{
    private static readonly int[] Labels = [.. Enumerable.Range(0, 40).Select(image => image % 4)];

    [Fact]
    public void FitAll_ThreeMembers_HasEveryVotingRuleAndPredictsAnySplit()
    {
        var combinations = Combination.FitAll(ValidationPredictions.Of(Members(SceneSplit.Validation)), "three", seed: 3);
        Assert.Equal(Enum.GetValues<CombinationRule>().Where(rule => rule != CombinationRule.Single), combinations.Select(one => one.Rule));
        Predictions[] test = Members(SceneSplit.Test);
        foreach (Combination one in combinations)
        {
            Predictions said = one.Combine([test[2], test[0], test[1]]); // in any order
            Assert.Equal((one.Name, SceneSplit.Test, Labels.Length), (said.Model, said.Split, said.Count));
            Assert.Equal((one.Name, SceneSplit.Validation), (one.Validation.Model, one.Validation.Split));
        }
        Assert.Equal(Vote.Hard(test).Predicted, combinations[0].Combine(test).Predicted);
        Assert.Contains("needs c", Assert.Throws<ArgumentException>(() => combinations[0].Combine(test[..2])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_MemberThatMemorisedAFewImages_IsJudgedOutsideTheFit()
    {
        // Every probability row is its own pattern: a fit on all images can learn each label by heart, a fit on the other folds cannot.
        var random = new Random(7);
        double[][] rows = [.. Labels.Select(_ => Normalised(random))];
        var noise = ValidationPredictions.Of([TestPredictions.FromRows("a", Labels, rows, SceneSplit.Validation)]);
        Combination stacked = Combination.Fit(CombinationRule.Stacking, noise, "stacking");
        Predictions inside = Stacker.Fit(noise).Combine([noise[0].Predictions]);
        Assert.NotEqual(inside.Predicted, stacked.Validation.Predicted);
        Assert.True(stacked.Validation.Accuracy < inside.Accuracy, $"outside {stacked.Validation.Accuracy}, inside {inside.Accuracy}");
        Assert.Equal(stacked.Validation.Probabilities, stacked.Combine([noise[0].Predictions]).Probabilities); // asked again of the same images
    }

    [Fact]
    public void Combine_SomeOfTheFittedImagesInAnotherOrder_PredictsEachOutsideItsFit()
    {
        Predictions[] members = Members(SceneSplit.Validation);
        Combination stacked = Combination.Fit(CombinationRule.Stacking, ValidationPredictions.Of(members), "stacking");
        int[] some = [30, 2, 17, 4];
        Predictions asked = stacked.Combine([.. members.Select(member => member.Rows(some))]);
        Assert.Equal(stacked.Validation.Rows(some).Probabilities, asked.Probabilities);
    }

    [Fact]
    public void Fit_CopiesOfOnePhotograph_AreOnOneSideOfEachFold()
    {
        var random = new Random(7);
        double[][] half = [.. Labels[..20].Select(_ => Normalised(random))];
        int[] labels = [.. Labels[..20], .. Labels[..20]];
        var noise = ValidationPredictions.Of([TestPredictions.FromRows("a", labels, [.. half, .. half], SceneSplit.Validation)]);
        string[] hashes = [.. Enumerable.Range(0, 40).Select(image => $"{image % 20}")];
        double seen = Combination.Fit(CombinationRule.Stacking, noise, "stacking").Validation.Accuracy;
        double unseen = Combination.Fit(CombinationRule.Stacking, noise, "stacking", groups: hashes).Validation.Accuracy;
        Assert.True(unseen < seen, $"copies on one side {unseen}, on both {seen}");
    }

    [Fact]
    public void Fit_TwoMembersOfOneName_AreRefused()
    {
        Predictions[] members = Members(SceneSplit.Validation);
        var error = Assert.Throws<ArgumentException>(() => Combination.Fit(CombinationRule.SoftVote, ValidationPredictions.Of([members[0], members[1].Named("a")]), "soft"));
        Assert.Contains("2 members called a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Best_EqualAccuracies_TakesTheOneSurerOfTheTruthAndNeverASingleMember()
    {
        Predictions perfect = TestPredictions.FromClasses("perfect", [0, 1], [0, 1], 2, SceneSplit.Validation);
        Predictions unsure = TestPredictions.FromRows("unsure", [0, 1], [[0.6, 0.4], [0.4, 0.6]], SceneSplit.Validation);
        var alone = Combination.Fit(CombinationRule.Single, ValidationPredictions.Of([perfect]), "perfect alone");
        var hard = Combination.Fit(CombinationRule.HardVote, ValidationPredictions.Of([perfect, unsure]), "hard");
        var soft = Combination.Fit(CombinationRule.SoftVote, ValidationPredictions.Of([unsure, unsure.Named("as unsure")]), "soft");
        Assert.Equal("hard", Combination.Best([alone, soft, hard]).Name);
        Assert.Throws<ArgumentException>(() => Combination.Best([alone]));
        Assert.Throws<ArgumentException>(() => Combination.Fit(CombinationRule.Single, ValidationPredictions.Of([perfect, unsure]), "two"));
    }

    [Fact]
    public void Best_RuleThatHearsOneMemberAlone_ComesAfterThoseThatHearMore()
    {
        int[] labels = [.. Enumerable.Range(0, 20).Select(i => i % 2)];
        Predictions sure = TestPredictions.FromClasses("sure", labels, labels, 2, SceneSplit.Validation);
        Predictions wrong = TestPredictions.FromClasses("wrong", labels, [.. labels.Select(label => 1 - label)], 2, SceneSplit.Validation);
        IReadOnlyList<ValidationPredictions> members = ValidationPredictions.Of([sure, wrong]);
        var greedy = Combination.Fit(CombinationRule.GreedySelection, members, "greedy");
        var soft = Combination.Fit(CombinationRule.SoftVote, members, "soft");
        Assert.Equal((1, 2, true), (greedy.Heard, soft.Heard, greedy.Validation.Correct > soft.Validation.Correct));
        Assert.Equal("soft", Combination.Best([greedy, soft]).Name);
        Assert.Equal("greedy", Combination.Best([greedy]).Name);
    }

    [Fact]
    public void Worst_TwoMembersShareAMistake_FindsTheOutvotedOne()
    {
        int[] labels = [0, 0, 0, 1, 1, 1];
        Predictions good = TestPredictions.FromClasses("good", labels, [0, 0, 0, 1, 1, 1], 2);
        Predictions weak = TestPredictions.FromClasses("weak", labels, [1, 1, 0, 1, 1, 1], 2), alike = TestPredictions.FromClasses("alike", labels, [1, 1, 0, 1, 1, 0], 2);
        Predictions fair = TestPredictions.FromClasses("fair", labels, [0, 0, 0, 0, 1, 1], 2);
        FailedVote failed = FailedVote.Worst([weak, fair, good, alike], three => Vote.Hard(three))!;
        Assert.Equal(["good", "weak", "alike"], failed.Members.Select(member => member.Model));
        Assert.Equal([0, 1], failed.Spoiled.Order());
        Assert.Equal((0, 2), (failed.Effect.Repairs, failed.Effect.Spoils));
        Assert.Contains("spoils 2 of its 6", failed.Sentence, StringComparison.Ordinal);
        Assert.Equal(4, failed.Elections); // of four members three
        Assert.Equal(0.5, failed.Effect.Test.P!.Value, 1e-9); // two spoiled and none repaired: 2 / 2^2
        Assert.Contains("the worst of 4 elections", failed.Sentence, StringComparison.Ordinal);
        Assert.Contains($"({StatisticalResult.PValue(1)} after Bonferroni's correction for 12 comparisons)", failed.Sentence, StringComparison.Ordinal);
        Assert.Contains("interval not", failed.Result.Name, StringComparison.Ordinal); // the p alone is corrected
        Assert.Null(FailedVote.Worst([good, good], two => Vote.Hard(two), 2));
    }

    [Fact]
    public void FitAll_FewerImagesThanFolds_GivesEachAFoldOfItsOwn()
    {
        ValidationPredictions[] three = [.. new[] { "a", "b" }.Select(name => ValidationPredictions.Of(TestPredictions.FromClasses(name, [0, 1, 0], [0, 1, 1], 2, SceneSplit.Validation)))];
        Assert.All(Combination.FitAll(three, "two"), one => Assert.Equal(3, one.Validation.Count));
        ValidationPredictions[] one = [.. three.Select(member => member.Rows([0]))];
        Assert.Contains("is fitted on 1 validation image; it needs two or more", Assert.Throws<ArgumentException>(() => Combination.FitAll(one, "two")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Disputes_Of_OrdersByNumberOfAnswersThenBySizeOfTheMajority()
    {
        int[] labels = [0, 0, 0, 0];
        Predictions[] members =
        [
            TestPredictions.FromClasses("a", labels, [0, 0, 0, 1], 3), TestPredictions.FromClasses("b", labels, [0, 1, 0, 1], 3),
            TestPredictions.FromClasses("c", labels, [0, 2, 1, 0], 3), TestPredictions.FromClasses("d", labels, [0, 0, 1, 1], 3),
        ];
        Assert.Equal([1, 2, 3], Disputes.Of(members));
        Assert.Equal([1], Disputes.Of(members, most: 1));
    }

    private static Predictions[] Members(SceneSplit split)
    {
        var random = new Random(5);
        return [.. new[] { "a", "b", "c" }.Select(name => TestPredictions.FromRows(name, Labels, [.. Labels.Select(label => Normalised(random, label))], split))];
    }

    private static double[] Normalised(Random random, int label = -1)
    {
        double[] row = [.. Enumerable.Range(0, 4).Select(k => random.NextDouble() + (k == label ? 0.6 : 0))];
        return [.. row.Select(value => value / row.Sum())];
    }
}

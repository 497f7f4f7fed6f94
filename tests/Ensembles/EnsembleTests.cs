using System.Reflection;
using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Ensembles;

public sealed class EnsembleTests
{
    [Fact]
    public void Fitting_EveryPublicWay_TakesValidationPredictionsOnly()
    {
        // Test labels sit inside Predictions: whatever learns or chooses must not accept that type.
        MethodInfo[] fits = [.. typeof(Vote).Assembly.GetExportedTypes().Where(type => type.Namespace is "Scenes.Ensembles" or "Scenes.Evaluation")
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.Static)).Where(method => method.Name.StartsWith("Fit", StringComparison.Ordinal))];
        Assert.Contains(fits, fit => fit.DeclaringType == typeof(Stacker));
        Assert.Contains(fits, fit => fit.DeclaringType == typeof(WeightedVote));
        Assert.Contains(fits, fit => fit.DeclaringType == typeof(GreedySelection));
        Assert.Contains(fits, fit => fit.DeclaringType == typeof(TemperatureScaling));
        foreach (MethodInfo fit in fits)
        {
            Type[] types = [.. fit.GetParameters().Select(parameter => parameter.ParameterType).SelectMany(type => type.GetGenericArguments().Append(type))];
            Assert.DoesNotContain(typeof(Predictions), types);
            Assert.Contains(typeof(ValidationPredictions), types);
        }
        Assert.Empty(typeof(ValidationPredictions).GetConstructors());
    }

    [Fact]
    public void Hard_ThreeMembers_CountsByHand()
    {
        // Image 0: 1, 1, 0 -> 1. Image 1: three ways tied; means 0.4, 0.35, 0.25 -> 0. Image 2: 2, 2, 2.
        Predictions a = TestPredictions.FromRows("a", [1, 0, 2], [[0.1, 0.8, 0.1], [0.7, 0.2, 0.1], [0, 0.2, 0.8]]);
        Predictions b = TestPredictions.FromRows("b", [1, 0, 2], [[0.3, 0.6, 0.1], [0.3, 0.5, 0.2], [0, 0.2, 0.8]]);
        Predictions c = TestPredictions.FromRows("c", [1, 0, 2], [[0.9, 0.1, 0], [0.2, 0.35, 0.45], [0, 0.2, 0.8]]);
        Predictions vote = Vote.Hard([a, b, c]);
        Assert.Equal([1, 0, 2], vote.Predicted);
        Assert.Equal("hard vote of a, b, c", vote.Model);
        Assert.Equal(2.0 / 3, vote.Probabilities[0, 1]);
        Assert.Equal(1.0 / 3, vote.Probabilities[1, 2]);
        // With a threshold of 0.5, c has no vote on image 1: classes 0 and 1 are tied.
        Assert.Equal([0.5, 0.5, 0], Enumerable.Range(0, 3).Select(k => Vote.Hard([a, b, c], abstainBelow: 0.5).Probabilities[1, k]));
    }

    [Fact]
    public void Borda_ThreeMembers_CountsByHand()
    {
        // Points: a 2 1 0, b 0 2 1, c 0.5 2 0.5 -> 2.5, 5, 1.5 of 9, against the hard vote's 1, 2, 0.
        Predictions[] members =
        [
            TestPredictions.FromRows("a", [1], [[0.5, 0.4, 0.1]]), TestPredictions.FromRows("b", [1], [[0.1, 0.5, 0.4]]), TestPredictions.FromRows("c", [1], [[0.2, 0.6, 0.2]]),
        ];
        Predictions vote = Vote.Borda(members);
        Assert.Equal([2.5 / 9, 5.0 / 9, 1.5 / 9], vote.Probabilities.Cast<double>());
    }

    [Fact]
    public void GreedySelection_ThreeMembers_FollowsTheWorkedPath()
    {
        // a is right on images 0 and 1, b on 2 and 3, c on 0 only. Round 1: a and b have 2 of 4, a comes first. Round 2: a + b are right on
        // all four, because each is surer where it is right.
        int[] labels = [0, 0, 1, 1];
        double[][] sureThenNot = [[0.9, 0.1], [0.9, 0.1], [0.6, 0.4], [0.6, 0.4]], notThenSure = [[0.4, 0.6], [0.4, 0.6], [0.1, 0.9], [0.1, 0.9]];
        Predictions[] members =
        [
            TestPredictions.FromRows("a", labels, sureThenNot, SceneSplit.Validation), TestPredictions.FromRows("b", labels, notThenSure, SceneSplit.Validation),
            TestPredictions.FromRows("c", labels, [[0.9, 0.1], [0.1, 0.9], [0.9, 0.1], [0.9, 0.1]], SceneSplit.Validation),
        ];
        GreedySelection selection = GreedySelection.Fit(ValidationPredictions.Of(members), rounds: 3);
        Assert.Equal(["a", "b", "a"], selection.Steps.Select(step => step.Member)); // round 3: a and b both keep 1.0 and both are in
        Assert.Equal([0.5, 1, 1], selection.Steps.Select(step => step.Score));
        Assert.Equal((2, 1, 1, 0), (selection.Kept, selection.Counts[0], selection.Counts[1], selection.Counts[2]));
        Assert.Equal("greedy selection of a, b", selection.Combine(members).Model);
        Assert.Equal(1, selection.Combine(members).Accuracy);
    }

    /// <summary>The same member again changes the mean by rounding alone, which is no better ensemble.</summary>
    [Fact]
    public void GreedySelection_CopiesOfTheBest_AreNotKept()
    {
        double[][] sure = [.. Enumerable.Range(0, 40).Select(image => 0.6 + (image * 0.007)).Select(right => new[] { right, 1 - right })], idle = [.. Enumerable.Repeat(new[] { 0.5, 0.5 }, 40)];
        Predictions[] members = [TestPredictions.FromRows("good", new int[40], sure, SceneSplit.Validation), TestPredictions.FromRows("idle", new int[40], idle, SceneSplit.Validation)];
        GreedySelection selection = GreedySelection.Fit(ValidationPredictions.Of(members), criterion: SelectionCriterion.LogLikelihood);
        Assert.Equal(1, selection.Kept);
        Assert.Equal([1, 0], selection.Counts);
    }

    [Fact]
    public void GreedySelection_Tie_PrefersTheMemberThatIsIn()
    {
        // Round 1: only y is right everywhere. Round 2: with either of them the sum stays right everywhere; x comes first in the list, y is in.
        Predictions[] members =
        [
            TestPredictions.FromRows("x", [0, 0], [[0.6, 0.4], [0.4, 0.6]], SceneSplit.Validation), TestPredictions.FromRows("y", [0, 0], [[0.9, 0.1], [0.9, 0.1]], SceneSplit.Validation),
        ];
        Assert.Equal(["y", "y"], GreedySelection.Fit(ValidationPredictions.Of(members), rounds: 2).Steps.Select(step => step.Member));
    }

    [Fact]
    public void Stacking_ClassesInAnotherOrder_AreRefused()
    {
        Predictions iceFirst = new("net", SceneSplit.Validation, ["ice", "sea"], ["0.jpg", "1.jpg"], [0, 1], new[,] { { 0.9, 0.1 }, { 0.2, 0.8 } });
        Predictions seaFirst = new("net", SceneSplit.Test, ["sea", "ice"], ["2.jpg"], [0], new[,] { { 0.9, 0.1 } });
        string message = Assert.Throws<ArgumentException>(() => Stacker.Fit([ValidationPredictions.Of(iceFirst)]).Combine([seaFirst])).Message;
        Assert.Contains("Stacking of net was fitted on the classes ice, sea; given sea, ice", message, StringComparison.Ordinal);
    }

    [Fact]
    public void VoteEffect_OneMember_CountsRepairsAndSpoils()
    {
        Predictions member = TestPredictions.FromClasses("net", [0, 0, 1, 1, 1], [0, 1, 0, 0, 1], 2), vote = TestPredictions.FromClasses("vote", [0, 0, 1, 1, 1], [1, 0, 1, 0, 1], 2);
        VoteEffect effect = Assert.Single(VoteEffect.Of(vote, [member]));
        Assert.Equal((2, 1, 1, 1, 1), (effect.Repairs, effect.Spoils, effect.BothRight, effect.BothWrong, effect.Net));
        Assert.StartsWith("vote repairs 2 of net's 3 mistakes and spoils 1 of its 2 right answers", effect.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void Diversity_OneMemberOrNoMistake_HasNoUndefinedNumber()
    {
        Predictions right = TestPredictions.FromClasses("right", [0, 1], [0, 1], 2), half = TestPredictions.FromClasses("half", [0, 1], [0, 0], 2);
        DiversityReport one = DiversityReport.Of([right]);
        Assert.Empty(one.Pairs);
        Assert.Null(one.MeanDisagreement);
        PairDiversity pair = Assert.Single(DiversityReport.Of([right, half]).Pairs);
        Assert.Equal(0.5, pair.Disagreement);
        Assert.Null(pair.Correlation);
        Assert.Null(pair.Q);
        Assert.Equal(0, pair.ErrorOverlap);
        Assert.Null(Assert.Single(DiversityReport.Of([right, right]).Pairs).ErrorOverlap);
    }

    [Fact]
    public void EnsembleSize_ThreeMembers_TriesEverySubset()
    {
        int[] labels = [0, 0, 0];
        Predictions[] members = [.. Enumerable.Range(0, 3).Select(wrong => TestPredictions.FromClasses($"m{wrong}", labels, [.. labels.Select((_, i) => i == wrong ? 1 : 0)], 2))];
        IReadOnlyList<EnsembleSize> sizes = EnsembleSize.Of(members, subset => Vote.Hard(subset));
        Assert.Equal([(1, 3), (2, 3), (3, 1)], sizes.Select(size => (size.Size, size.Ensembles)));
        Assert.Equal([2.0 / 3, 1, 1], sizes.Select(size => size.HighestAccuracy)); // ties of two go to class 0 here
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(40)]
    public void EveryRule_AnyNumberOfMembers_Works(int count)
    {
        var random = new Random(count);
        int[] labels = [.. Enumerable.Range(0, 30).Select(i => i % 3)];
        Predictions[] Members(SceneSplit split) => [.. Enumerable.Range(0, count).Select(m => TestPredictions.FromRows($"m{m}", labels, [.. labels.Select(label =>
        {
            double[] row = [.. Enumerable.Range(0, 3).Select(k => random.NextDouble() + (k == label ? 0.7 : 0))];
            return row.Select(value => value / row.Sum()).ToArray();
        })], split))];
        IReadOnlyList<ValidationPredictions> validation = ValidationPredictions.Of(Members(SceneSplit.Validation));
        Predictions[] test = Members(SceneSplit.Test);
        Predictions[] votes =
        [
            Vote.Hard(test), Vote.Soft(test), Vote.MeanOfLogits(test), Vote.Borda(test), Vote.Views(test, "views"), WeightedVote.Fit(validation).Combine(test),
            Stacker.Fit(validation).Combine(test), GreedySelection.Fit(validation, 5, SelectionCriterion.LogLikelihood).Combine(test),
        ];
        Assert.All(votes, vote => Assert.Equal((SceneSplit.Test, 30), (vote.Split, vote.Count)));
        Assert.All(votes, vote => Assert.True(vote.Accuracy > 0.5, $"{vote.Model}: {vote.Accuracy}"));
    }

    [Fact]
    public void Fitted_OtherMembersOrOrder_AreRefusedWithBothNamed()
    {
        Predictions a = TestPredictions.FromClasses("a", [0, 1], [0, 1], 2, SceneSplit.Validation), b = TestPredictions.FromClasses("b", [0, 1], [0, 0], 2, SceneSplit.Validation);
        Stacker stacker = Stacker.Fit(ValidationPredictions.Of([a, b]));
        string message = Assert.Throws<ArgumentException>(() => stacker.Combine([b, a])).Message;
        Assert.Contains("Fitted on a, b; given b, a", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels", "0.jpg has label 0 in one and 1 in the other")]
    [InlineData("split", "one is of the Test split, the other of the Validation split")]
    [InlineData("count", "one has 2 images, the other 1")]
    [InlineData("classes", "the classes are class 0, class 1 and class 0, class 1, class 2")]
    [InlineData("order", "image 0 is 0.jpg in one and 1.jpg in the other")]
    public void EveryRule_MembersThatDoNotFit_AreRefusedWithBothNamed(string what, string expected)
    {
        Predictions first = TestPredictions.FromClasses("first", [0, 1], [0, 1], 2);
        Predictions second = what switch
        {
            "labels" => TestPredictions.FromClasses("second", [1, 1], [0, 1], 2),
            "split" => TestPredictions.FromClasses("second", [0, 1], [0, 1], 2, SceneSplit.Validation),
            "count" => TestPredictions.FromClasses("second", [0], [0], 2),
            "classes" => TestPredictions.FromClasses("second", [0, 1], [0, 1], 3),
            _ => new Predictions("second", SceneSplit.Test, first.ClassNames, ["1.jpg", "0.jpg"], [1, 0], first.Probabilities),
        };
        Predictions[] both = [first, second], fitting = [TestPredictions.FromClasses("first", [0, 1], [0, 1], 2, SceneSplit.Validation), TestPredictions.FromClasses("second", [0, 1], [0, 0], 2, SceneSplit.Validation)];
        ValidationPredictions[] members = [.. ValidationPredictions.Of(fitting)];
        Func<object>[] rules =
        [
            () => Vote.Hard(both), () => Vote.Soft(both), () => Vote.MeanOfLogits(both), () => Vote.Borda(both), () => WeightedVote.Fit(members).Combine(both), () => Stacker.Fit(members).Combine(both),
            () => GreedySelection.Fit(members, rounds: 1).Combine(both), () => DiversityReport.Of(both), () => VoteEffect.Of(second, [first]),
            .. Combination.FitAll(members, "both").Select(combination => (Func<object>)(() => combination.Combine(both))),
        ];
        Assert.All(rules, rule =>
            Assert.Contains($"first and second cannot be put together: {expected}", Assert.Throws<ArgumentException>(rule).Message, StringComparison.Ordinal));
    }
}

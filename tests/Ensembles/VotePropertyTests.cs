using FsCheck;
using FsCheck.Fluent;
using Scenes.Ensembles;
using Scenes.Evaluation;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Ensembles;

/// <summary>Rules that every vote keeps, on members whose probabilities are quarters, so that ties and abstentions are frequent.</summary>
public sealed class VotePropertyTests
{
    private static readonly Config Runs = Config.QuickThrowOnFailure.WithMaxTest(300);

    [Fact]
    public void Hard_AnyMembers_MostVotesThenMeanProbabilityThenIndexWins() => Check(0, (members, abstainBelow) =>
    {
        Predictions vote = Vote.Hard(members, TieRule.HighestMeanProbability, abstainBelow);
        for (int image = 0; image < vote.Count; image++)
        {
            int[] votes = Votes(members, image, abstainBelow);
            double[] mean = Mean(members, image);
            int expected = Enumerable.Range(0, votes.Length).OrderByDescending(k => votes[k]).ThenByDescending(k => mean[k]).ThenBy(k => k).First();
            Assert.Equal(expected, vote.Predicted[image]);
        }
    });

    [Fact]
    public void Hard_LowestClassIndex_FirstOfTheMostWins() => Check(1, (members, abstainBelow) =>
    {
        Predictions vote = Vote.Hard(members, TieRule.LowestClassIndex, abstainBelow);
        for (int image = 0; image < vote.Count; image++)
        {
            int[] votes = Votes(members, image, abstainBelow);
            Assert.Equal(Array.IndexOf(votes, votes.Max()), vote.Predicted[image]);
        }
    });

    [Fact]
    public void Hard_Shares_AreThoseOfTheVotesCast() => Check(2, (members, abstainBelow) =>
    {
        Predictions vote = Vote.Hard(members, abstainBelow: abstainBelow);
        for (int image = 0; image < vote.Count; image++)
        {
            int[] votes = Votes(members, image, abstainBelow);
            for (int k = 0; k < votes.Length; k++)
                Assert.Equal(votes.Sum() == 0 ? 1.0 / votes.Length : (double)votes[k] / votes.Sum(), vote.Probabilities[image, k]);
        }
    });

    [Fact]
    public void Hard_MemberThatAlwaysAbstains_ChangesNoShare() => Check(3, (members, abstainBelow) =>
    {
        double[][] uniform = [.. members[0].Labels.Select(_ => Enumerable.Repeat(1.0 / members[0].ClassCount, members[0].ClassCount).ToArray())];
        Predictions silent = TestPredictions.FromRows("silent", members[0].Labels, uniform);
        double threshold = Math.Max(abstainBelow, 1.0 / members[0].ClassCount + 0.01);
        Predictions without = Vote.Hard(members, abstainBelow: threshold), with = Vote.Hard([.. members, silent], abstainBelow: threshold);
        Assert.Equal(without.Probabilities, with.Probabilities);
        Assert.Equal(without.Predicted, with.Predicted); // its mean probabilities shift all classes alike
    });

    [Fact]
    public void Hard_AllAbstain_HighestMeanProbabilityDecides() => Check(4, (members, _) =>
    {
        Predictions[] unsure = [.. members.Select(member => TestPredictions.FromRows(member.Model, member.Labels, [.. member.Labels.Select((_, image) => Softened(member, image))]))];
        Predictions vote = Vote.Hard(unsure, abstainBelow: 1);
        for (int image = 0; image < vote.Count; image++)
        {
            double[] mean = Mean(unsure, image);
            Assert.Equal(Array.IndexOf(mean, mean.Max()), vote.Predicted[image]);
        }
    });

    [Fact]
    public void EveryVote_OrderOfMembers_IsOfNoEffect() => Check(5, (members, abstainBelow) =>
    {
        Predictions[] turned = [.. members.Reverse()];
        AssertSame(Vote.Hard(members, abstainBelow: abstainBelow), Vote.Hard(turned, abstainBelow: abstainBelow));
        AssertSame(Vote.Soft(members), Vote.Soft(turned));
        AssertSame(Vote.MeanOfLogits(members), Vote.MeanOfLogits(turned));
        AssertSame(Vote.Borda(members), Vote.Borda(turned));
    });

    [Fact]
    public void EveryVote_Unanimous_KeepsThePrediction() => Check(6, (members, _) =>
    {
        Predictions[] same = [.. Enumerable.Repeat(members[0], members.Length)];
        foreach (Predictions vote in new[] { Vote.Hard(same), Vote.Soft(same), Vote.MeanOfLogits(same), Vote.Borda(same) })
            Assert.Equal(members[0].Predicted, vote.Predicted);
    });

    [Fact]
    public void Borda_Winner_HasTheMostPointsAndAmongTheseTheHighestMean() => Check(7, (members, _) =>
    {
        Predictions vote = Vote.Borda(members);
        for (int image = 0; image < vote.Count; image++)
        {
            double[] mean = Mean(members, image);
            int expected = Enumerable.Range(0, mean.Length).OrderByDescending(k => vote.Probabilities[image, k]).ThenByDescending(k => mean[k]).ThenBy(k => k).First();
            Assert.Equal(expected, vote.Predicted[image]);
        }
    });

    private static double[] Softened(Predictions member, int image) =>
        [.. Enumerable.Range(0, member.ClassCount).Select(k => (member.Probabilities[image, k] + 1.0 / member.ClassCount) / 2)];

    private static int[] Votes(IEnumerable<Predictions> members, int image, double abstainBelow)
    {
        int[] votes = new int[members.First().ClassCount];
        foreach (Predictions member in members)
            if (Enumerable.Range(0, votes.Length).Max(k => member.Probabilities[image, k]) >= abstainBelow) votes[member.Predicted[image]]++;
        return votes;
    }

    private static double[] Mean(Predictions[] members, int image) =>
        [.. Enumerable.Range(0, members[0].ClassCount).Select(k => members.Select(member => member.Probabilities[image, k]).Order().Sum() / members.Length)];

    private static void AssertSame(Predictions expected, Predictions actual)
    {
        Assert.Equal(expected.Predicted, actual.Predicted);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
    }

    /// <summary>2 to 5 classes, 1 to 7 members, 1 to 6 images; a row is four quarters dealt to classes.</summary>
    private static void Check(int seed, Action<Predictions[], double> property)
    {
        Gen<(Predictions[] Members, double AbstainBelow)> cases =
            from classes in Gen.Choose(2, 5)
            from images in Gen.Choose(1, 6)
            from count in Gen.Choose(1, 7)
            from labels in Gen.Choose(0, classes - 1).ArrayOf(images)
            from dealt in Gen.Choose(0, classes - 1).ArrayOf(4).ArrayOf(images).ArrayOf(count)
            from threshold in Gen.Elements(0.0, 0.4, 0.5, 0.75, 1.0)
            select (dealt.Select((rows, m) => TestPredictions.FromRows($"m{m}", labels,
                [.. rows.Select(row => Enumerable.Range(0, classes).Select(k => row.Count(one => one == k) / 4.0).ToArray())])).ToArray(), threshold);
        Prop.ForAll(cases.ToArbitrary(), one => property(one.Members, one.AbstainBelow)).Check(Runs.WithReplay((ulong)seed, 1UL));
    }
}

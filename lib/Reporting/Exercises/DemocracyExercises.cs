using Scenes.Ensembles;
using Scenes.Evaluation;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 06. The members are those that earlier notebooks have stored.</summary>
internal static class DemocracyExercises
{
    private const string FromScratch = NotebookNames.PlainCnn;

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<(string First, string Second)>("06.1", "diversity.Pairs has a row for each pair, with its Disagreement.", "a pair of names", MostAlike),
        new TypedExercise<long>("06.2", "Vote.Hard has a parameter for it, and what it gives knows how many are Correct.", "a whole number", Abstaining),
        new TypedExercise<double>("06.3", "voters.Leading gives the best of them; what McNemar.Exact gives has a P.", "a number", BestTwo),
        new TypedExercise<long>(
            "06.4", "Each of voters.OnePerNotebook().All knows its Notebook: leave one out, and take Vote.Soft both times.", "a whole number", WithFromScratch),
        new TypedExercise<Predictions>("06.5", "WeightedVote.Fit takes what voters are ForFitting; Combine takes what they said of other images.", "what a vote gives", Weighted),
    ];

    private static string? MostAlike((string First, string Second) answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        if (VoteChecks.Unknown(voters, answer.First, answer.Second) is { } unknown) return unknown;
        if (answer.First == answer.Second) return "that is one member.";
        var pairs = DiversityReport.Of(voters.Validation).Pairs;
        double apart = pairs.First(pair => (pair.First, pair.Second) == answer || (pair.Second, pair.First) == answer).Disagreement;
        if (apart == pairs.Min(pair => pair.Disagreement)) return null;
        return apart == pairs.Max(pair => pair.Disagreement) ? "those are the least alike."
            : $"exactly one of the two is right on {Say.Share(apart)} of the images; of another pair on fewer.";
    }

    private static string? Abstaining(long answer, Study study)
    {
        const double Sure = 0.6;
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        if (answer == Vote.Hard(voters.Validation, abstainBelow: Sure).Correct) return null;
        if (answer == Vote.Hard(voters.Validation).Correct) return "so many are right where nobody abstains.";
        return answer == Vote.Hard(voters.Judged, abstainBelow: Sure).Correct ? "those are the images that finished models are judged on."
            : $"{Say.Count(answer)} of {Say.Count(study.Dataset.Validation.Count)} validation images are not what this vote gets right.";
    }

    private static string? BestTwo(double answer, Study study)
    {
        const double Tolerance = 0.001;
        if (VoteChecks.Members(study)?.Leading(2) is not { } two) return VoteChecks.Missing;
        bool IsP(StatisticalResult test, double sides = 2) => Math.Abs(answer - sides / 2 * test.P!.Value) < Tolerance;
        StatisticalResult exact = McNemar.Exact(two.Judged[0], two.Judged[1]);
        if (IsP(exact)) return null;
        if (answer is not (>= 0 and <= 1)) return "a p value lies between 0 and 1.";
        if (IsP(exact, sides: 1)) return "that is one side; either of the two could be the better.";
        if (IsP(McNemar.Corrected(two.Judged[0], two.Judged[1]))) return "that is the approximation, not the exact test.";
        return IsP(McNemar.Exact(two.Validation[0], two.Validation[1])) ? "on these images the two were chosen; test them on the others."
            : $"{Say.Number(answer)} is not the p of the two members that are best on validation.";
    }

    private static string? WithFromScratch(long answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        Voter[] all = [.. voters.OnePerNotebook().All], others = [.. all.Where(voter => voter.Notebook != FromScratch)];
        if (others.Length == 0 || others.Length == all.Length) return "it takes the CNN of notebook 2 and a network of another notebook; run their cells first.";
        int Gain(Func<Voter, Predictions> said) => Vote.Soft([.. all.Select(said)]).Correct - Vote.Soft([.. others.Select(said)]).Correct;
        int gain = Gain(voter => voter.Validation);
        if (answer == gain) return null;
        if (answer == -gain) return "that is the other way round.";
        return answer == Gain(voter => voter.Judged) ? "those are the images that finished models are judged on." : $"{Say.Count(answer)} is not the difference of the two votes.";
    }

    private static string? Weighted(Predictions answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        if (VoteChecks.Images(answer, study) is { } images) return images;
        Voters delegates = voters.OnePerNotebook();
        if (VoteChecks.Same(answer, Fitted(delegates))) return null;
        if (VoteChecks.Same(answer, Vote.Soft(delegates.Judged))) return "all have the same weight.";
        return VoteChecks.Same(answer, Fitted(voters)) ? "all members vote; one of each notebook is asked for." : "its probabilities are not those of that vote.";
    }

    private static Predictions Fitted(Voters voters) => WeightedVote.Fit(voters.ForFitting).Combine(voters.Judged);
}

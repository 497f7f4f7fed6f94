using Scenes.Data;
using Scenes.Ensembles;
using Scenes.Evaluation;

namespace Scenes.Reporting.Exercises;

/// <summary>The exercises of notebook 07.</summary>
internal static class MistakeExercises
{
    private const string Notebook = NotebookNames.Mistakes, Votes = NotebookNames.Democracy;

    public static IReadOnlyList<Exercise> All { get; } =
    [
        new TypedExercise<string>("07.1", "The table of classes shows it; ClassificationReport.Of(vote).Classes has its rows.", "the name of a class", LeastFound),
        new TypedExercise<long>(
            "07.2", "HardImage.Of stops at the number of images it is told, 24 if nothing is said; DiversityReport.Of counts them all.", "a whole number", NobodyRight),
        new TypedExercise<string>("07.3", "CalibrationReport.Of takes what one of voters.Judged said.", "the name of a member", WorstCalibrated),
        new TypedExercise<long>("07.4", "ConfidentLearning.Find takes a rule after the predictions; Errors are the suspects.", "a whole number", OtherRule),
        new TypedExercise<Predictions>(
            "07.5", "Each of voters.Leading(3).All has Validation and Judged: fit a temperature on the one, apply it to the other, and vote then.", "what a vote gives", Calibrated),
    ];

    private static string? LeastFound(string answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        var classes = ClassificationReport.Of(Democracy(study, voters)).Classes;
        if (classes.FirstOrDefault(score => score.Name == answer) is not { } chosen) return $"'{answer}' is no class of this set.";
        if (chosen.Recall == classes.Min(score => score.Recall)) return null;
        return chosen.Precision == classes.Min(score => score.Precision) ? "that is the lowest precision."
            : $"{Say.Share(chosen.Recall)} of {answer} are found; of another class fewer.";
    }

    private static string? NobodyRight(long answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        Predictions vote = Democracy(study, voters);
        int nobody = DiversityReport.Of(voters.Judged).AllWrong;
        if (answer == nobody) return null;
        if (answer == vote.Count - vote.Correct) return "those are the mistakes of the vote.";
        return answer == vote.Count - nobody ? "so many does at least one member get right." : $"{Say.Count(answer)} is not the number of images that no member gets right.";
    }

    private static string? WorstCalibrated(string answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        if (VoteChecks.Unknown(voters, answer) is { } unknown) return unknown;
        double Error(Predictions said) => CalibrationReport.Of(said).ExpectedCalibrationError;
        double error = Error(voters.Judged.First(said => said.Model == answer));
        return error == voters.Judged.Max(Error) ? null : $"the error of {answer} is {Say.Share(error)}; that of another member is larger.";
    }

    private static string? OtherRule(long answer, Study study)
    {
        if (study.Stored(Notebook, SceneSplit.Train) is not [.., var folds]) return StoredResults.Missing;
        if (answer == ConfidentLearning.Find(folds, LabelErrorRule.ConfidentJoint).Errors.Count) return null;
        return answer == ConfidentLearning.Find(folds).Errors.Count ? "so many the rule above suspects." : $"the other rule does not suspect {Say.Count(answer)} labels.";
    }

    private static string? Calibrated(Predictions answer, Study study)
    {
        if (VoteChecks.Members(study) is not { } voters) return VoteChecks.Missing;
        if (VoteChecks.Images(answer, study) is { } images) return images;
        Voters three = voters.Leading(3);
        if (VoteChecks.Same(answer, Vote.Soft([.. three.All.Select(voter => Tempered(voter.Validation, voter.Judged))]))) return null;
        Predictions plain = Vote.Soft(three.Judged);
        if (VoteChecks.Same(answer, plain)) return "no temperature was applied.";
        return VoteChecks.Same(answer, Tempered(Vote.Soft(three.Validation), plain)) ? "that is one temperature for the vote; every member has its own."
            : "its probabilities are not those of that vote.";
    }

    private static Predictions Tempered(Predictions validation, Predictions judged) => TemperatureScaling.Fit(ValidationPredictions.Of(validation)).Apply(judged);

    /// <summary>The vote that notebook 07 is about.</summary>
    private static Predictions Democracy(Study study, Voters voters) =>
        study.Stored(Votes, study.Judged[0].Split).LastOrDefault(said => said.Model == "Democracy") ?? voters.Best.Judged;
}

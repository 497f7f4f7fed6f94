using Scenes.Evaluation;

namespace Scenes.Reporting.Exercises;

/// <summary>What the exercises of notebooks 06 and 07 share.</summary>
internal static class VoteChecks
{
    /// <summary>What a check says where there are no members.</summary>
    public const string Missing = "fewer than two models have stored predictions of these images; run notebooks 2 to 5 first.";

    /// <summary>The members of the votes; null where there are fewer than two.</summary>
    public static Voters? Members(Study study) => study.Voters(0) is { Count: > 1 } voters ? voters : null;

    /// <summary>The first member among some names that there is not, as a sentence; null where there are all.</summary>
    public static string? Unknown(Voters voters, params IReadOnlyList<string> names) =>
        names.FirstOrDefault(name => !voters.Names.Contains(name)) is { } name ? $"'{name}' is no member; the members are {Say.List(voters.Names)}." : null;

    /// <summary>What is wrong with the images that a vote speaks of; null where they are the judged ones in order.</summary>
    public static string? Images(Predictions answer, Study study)
    {
        if (answer.Split != study.Judged[0].Split) return $"these are predictions of {SplitNames.Of(answer.Split)} images.";
        return answer.Files.SequenceEqual(study.Judged.Select(image => image.Name), StringComparer.Ordinal) ? null : "these are predictions of other images.";
    }

    /// <summary>Whether two models give the same probabilities to the same images.</summary>
    public static bool Same(Predictions first, Predictions second)
    {
        const double Tolerance = 1e-4; // fits that end elsewhere differ less
        return first.Probabilities.Length == second.Probabilities.Length
            && first.Probabilities.Cast<double>().Zip(second.Probabilities.Cast<double>(), (one, other) => Math.Abs(one - other)).All(distance => distance < Tolerance);
    }
}

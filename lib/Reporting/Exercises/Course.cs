namespace Scenes.Reporting.Exercises;

/// <summary>All exercises of the notebooks.</summary>
internal static class Course
{
    /// <summary>In the order of the notebooks.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        .. PhotographExercises.All, .. PlainCnnExercises.All, .. VggExercises.All, .. ResNetExercises.All, .. InceptionExercises.All,
        .. DemocracyExercises.All, .. MistakeExercises.All, .. OwnPhotographsExercises.All,
    ];

    /// <summary>The exercise of a number.</summary>
    /// <exception cref="ArgumentException">There is none; the message lists the numbers.</exception>
    public static Exercise Find(string number) => All.FirstOrDefault(exercise => exercise.Number == number)
        ?? throw new ArgumentException($"There is no exercise '{number}'. Known: {string.Join(", ", All.Select(exercise => exercise.Number))}.", nameof(number));
}

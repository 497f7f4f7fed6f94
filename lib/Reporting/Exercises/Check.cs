using Scenes.Reporting.Exercises;

namespace Scenes.Reporting;

/// <summary>Looks at answers to the exercises of the notebooks. It says what is wrong with an answer, never what is right: that it computes from the images and results at hand.</summary>
public static class Check
{
    /// <summary>Looks at an answer.</summary>
    /// <param name="number">Number of the exercise, such as <c>02.3</c>.</param>
    /// <param name="answer">What the exercise asks for; null: not answered yet.</param>
    /// <param name="study">The images and results; null: the study that was opened last.</param>
    /// <returns>One or two sentences.</returns>
    /// <exception cref="ArgumentException">There is no exercise of that number; the message lists them.</exception>
    /// <exception cref="InvalidOperationException">No study has been opened.</exception>
    public static string Exercise(string number, object? answer, Study? study = null)
    {
        Exercise exercise = Course.Find(number);
        if (answer is null) return $"Exercise {number} waits for your answer. Check.Hint(\"{number}\") helps.";
        return Fault(exercise, answer, study) is { } fault ? NotSolved(number, fault) : Solved(number);
    }

    /// <summary>A nudge in the right direction.</summary>
    /// <param name="number">Number of the exercise.</param>
    /// <exception cref="ArgumentException">There is no exercise of that number; the message lists them.</exception>
    public static string Hint(string number) => Course.Find(number).Hint;

    /// <summary>The same as <see cref="Exercise"/> for solutions, which have to be right.</summary>
    /// <param name="number">Number of the exercise.</param>
    /// <param name="answer">The solution.</param>
    /// <param name="study">The images and results; null: the study that was opened last.</param>
    /// <exception cref="ArgumentException">There is no exercise of that number.</exception>
    /// <exception cref="InvalidOperationException">The answer is wrong, or no study has been opened.</exception>
    public static string Require(string number, object? answer, Study? study = null)
    {
        string fault = answer is null ? "there is no answer." : Fault(Course.Find(number), answer, study) ?? "";
        return fault.Length == 0 ? Solved(number) : throw new InvalidOperationException(NotSolved(number, fault));
    }

    private static string Solved(string number) => $"Exercise {number} is solved.";

    private static string NotSolved(string number, string fault) => $"Exercise {number} is not solved yet: {fault} Check.Hint(\"{number}\") helps.";

    private static string? Fault(Exercise exercise, object answer, Study? study) => exercise.Fault(
        answer, study ?? Study.Latest ?? throw new InvalidOperationException("The check needs the images: run the cell with Study.Open first."));
}

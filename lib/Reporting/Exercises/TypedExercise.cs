using System.Globalization;

namespace Scenes.Reporting.Exercises;

/// <summary>An exercise whose answer has one type. Numbers of another type are converted where they fit.</summary>
/// <param name="Number">Notebook and place in it.</param>
/// <param name="Hint">Helps on.</param>
/// <param name="Expected">The form of an answer, such as <c>a whole number</c>.</param>
/// <param name="Judge">What is wrong with an answer; null where nothing is.</param>
internal sealed record TypedExercise<T>(string Number, string Hint, string Expected, Func<T, Study, string?> Judge) : Exercise(Number, Hint)
{
    public override string? Fault(object answer, Study study)
    {
        if (answer is T value) return Judge(value, study);
        bool number = typeof(T) == typeof(double) || typeof(T) == typeof(long);
        if (number && answer is int or long or float or double && Convert.ToDouble(answer, CultureInfo.InvariantCulture) is var real
            && (typeof(T) == typeof(double) || (double.IsInteger(real) && Math.Abs(real) < long.MaxValue)))
            return Judge((T)Convert.ChangeType(real, typeof(T), CultureInfo.InvariantCulture), study);
        return $"the answer is of type {answer.GetType().Name}; expected {Expected}.";
    }
}

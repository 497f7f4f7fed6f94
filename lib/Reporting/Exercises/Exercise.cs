namespace Scenes.Reporting.Exercises;

/// <summary>One exercise of a notebook.</summary>
/// <param name="Number">Notebook and place in it, such as <c>02.3</c>.</param>
/// <param name="Hint">Helps on without giving the answer.</param>
internal abstract record Exercise(string Number, string Hint)
{
    /// <summary>What is wrong with an answer, as a sentence that does not give away what is right; null where nothing is.</summary>
    public abstract string? Fault(object answer, Study study);
}

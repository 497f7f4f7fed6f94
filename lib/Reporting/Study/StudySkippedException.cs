namespace Scenes.Reporting;

/// <summary>Thrown by <see cref="Study.Skip"/>: the rest of a notebook cannot run on this machine. The runner marks it and goes on with the next.</summary>
public sealed class StudySkippedException : Exception
{
    /// <summary>Keeps the reason.</summary>
    /// <param name="reason">What is missing and which command gets it.</param>
    public StudySkippedException(string reason)
        : base(reason)
    {
    }
}

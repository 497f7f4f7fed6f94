using System.Diagnostics.CodeAnalysis;

namespace Scenes.Reporting;

/// <summary>What a notebook asks for instead of asking the machine.</summary>
public sealed class Study
{
    /// <summary>Ends this notebook where a part of it cannot run here; other notebooks go on.</summary>
    /// <param name="reason">What is missing and which command gets it.</param>
    /// <exception cref="StudySkippedException">Always.</exception>
    [DoesNotReturn]
    public static void Skip(string reason) => throw new StudySkippedException(reason);
}

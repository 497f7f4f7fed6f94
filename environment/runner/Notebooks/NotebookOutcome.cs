namespace Scenes.Runner.Notebooks;

/// <summary>How the run of one notebook ended.</summary>
internal enum NotebookOutcome
{
    /// <summary>Every cell ran.</summary>
    Completed,

    /// <summary>The notebook said that it cannot run here, for example for want of weights.</summary>
    Skipped,

    /// <summary>A cell did not compile or threw; the cells after it did not run.</summary>
    Failed,

    /// <summary>The run was stopped from outside.</summary>
    Interrupted,
}

namespace Scenes.Runner.Doctor;

/// <summary>How much a finding matters.</summary>
internal enum FindingState
{
    /// <summary>As it should be.</summary>
    Good,

    /// <summary>Something works only after a step that not everybody needs.</summary>
    Hint,

    /// <summary>The notebooks do not run like this.</summary>
    Problem,
}

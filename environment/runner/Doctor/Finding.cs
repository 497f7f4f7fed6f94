namespace Scenes.Runner.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Check">Name of the check.</param>
/// <param name="State">How much it matters.</param>
/// <param name="Found">What is there, or what is not.</param>
/// <param name="ToDo">The next step; empty where there is none.</param>
internal sealed record Finding(string Check, FindingState State, string Found, string ToDo);

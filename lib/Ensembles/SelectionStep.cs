namespace Scenes.Ensembles;

/// <summary>One round of greedy selection.</summary>
/// <param name="Member">The member added.</param>
/// <param name="Score">The criterion on validation with it.</param>
public sealed record SelectionStep(string Member, double Score);

namespace Scenes.Data;

/// <summary>How many images a class has.</summary>
/// <param name="ClassName">The class; null for images without a label.</param>
/// <param name="Counts">By split.</param>
public sealed record ClassCount(string? ClassName, SplitCounts Counts);

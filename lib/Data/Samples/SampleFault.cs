namespace Scenes.Data;

/// <summary>A fault planted in the built-in sample, for the audit to find.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="Files">The files concerned, relative to the sample's folder, with forward slashes: one for <see cref="SampleFaultKind.OddSize"/>, else two.</param>
public sealed record SampleFault(SampleFaultKind Kind, IReadOnlyList<string> Files);

namespace Scenes.Reporting;

/// <summary>Parts of a report that were made by another build or on another machine than the rest.</summary>
/// <param name="Notebooks">Names of the notebooks.</param>
/// <param name="Provenance">Where their numbers come from.</param>
public sealed record EarlierPart(IReadOnlyList<string> Notebooks, Provenance Provenance)
{
    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", Notebooks)}: {Provenance}";
}

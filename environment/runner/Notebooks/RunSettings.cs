namespace Scenes.Runner.Notebooks;

/// <summary>What <c>scenes run</c> was asked for.</summary>
internal sealed record RunSettings
{
    /// <summary>Folder of the notebooks; they run in the order of their names.</summary>
    public required string Notebooks { get; init; }

    /// <summary>Beginnings of names; empty for all notebooks.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>Absolute path of the folder that everything is written to.</summary>
    public required string OutFolder { get; init; }

    /// <summary>Whether figures are also drawn as PNG files, where a browser is found.</summary>
    public bool Pictures { get; init; } = true;
}

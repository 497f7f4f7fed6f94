namespace Scenes.Runner.Notebooks;

/// <summary>What <c>scenes run</c> was asked for.</summary>
internal sealed record RunSettings
{
    /// <summary>Folder of the notebooks; they run in the order of their names.</summary>
    public required string Notebooks { get; init; }

    /// <summary>Beginnings of names; empty for all notebooks.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>A folder, <c>intel</c>, or null for what SCENES_DATA says.</summary>
    public string? Data { get; init; }

    /// <summary>A folder of weights, or null for what SCENES_WEIGHTS says.</summary>
    public string? Weights { get; init; }

    /// <summary>Absolute path of the folder that everything is written to.</summary>
    public required string OutFolder { get; init; }

    /// <summary>Seed of the run, or null for what SCENES_SEED says.</summary>
    public long? Seed { get; init; }

    /// <summary>Threads to compute with, or null for what SCENES_THREADS says.</summary>
    public int? Threads { get; init; }
}

using System.Globalization;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>What surrounds a study: which photographs, which seed, where results go.</summary>
public sealed record StudyOptions
{
    /// <summary>The variable that names the folder results are written to.</summary>
    public const string OutVariable = "SCENES_OUT";

    /// <summary>The variable with the seed of the run.</summary>
    public const string SeedVariable = "SCENES_SEED";

    /// <summary>The variable with the number of threads that tensors are computed with.</summary>
    public const string ThreadsVariable = "SCENES_THREADS";

    /// <summary>A folder or list of photographs, <c>intel</c> for the downloaded set, <c>sample</c> or null for the built-in sample.</summary>
    public string? Data { get; init; }

    /// <summary>Where results are written.</summary>
    public string OutFolder { get; init; } = Path.Combine(Folders.Repository, "artifacts");

    /// <summary>Seed of every random choice in training and statistics. The built-in sample and the split keep seed 0, so that runs of all seeds judge the same images.</summary>
    public long Seed { get; init; }

    /// <summary>Threads to compute with, 1 or more; null leaves the choice to torch.</summary>
    public int? Threads { get; init; }

    /// <summary>Ends what takes long; the host's signal unless a test has its own.</summary>
    public CancellationToken Cancellation { get; init; } = StudyInterrupt.Token;

    /// <summary>Reads SCENES_DATA, SCENES_OUT, SCENES_SEED and SCENES_THREADS; what is unset or empty has its default.</summary>
    /// <exception cref="ArgumentException">A number is malformed or out of range.</exception>
    public static StudyOptions FromEnvironment()
    {
        var defaults = new StudyOptions();
        return new StudyOptions
        {
            Data = Read(Folders.DataVariable),
            OutFolder = Read(OutVariable) is { } folder ? Path.GetFullPath(folder) : defaults.OutFolder,
            Seed = Number(SeedVariable, long.MinValue) ?? defaults.Seed,
            Threads = (int?)Number(ThreadsVariable, 1, 1024),
        };
    }

    private static string? Read(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;

    private static long? Number(string variable, long least, long most = long.MaxValue)
    {
        if (Read(variable) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least && number <= most) return number;
        string range = least == long.MinValue ? "a whole number" : $"a whole number from {least} to {most}";
        throw new ArgumentException($"{variable} is '{text}'; expected {range}.");
    }
}

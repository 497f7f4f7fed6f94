using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using Scenes.Data;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Where numbers come from.</summary>
/// <param name="Dataset">Name of the image set.</param>
/// <param name="SplitId">Identifies its split; see <see cref="SceneDataset.SplitId"/>.</param>
/// <param name="Seed">Seed of the run's training and statistics; the split has its own, always 0 in a study.</param>
/// <param name="Commit">Commit that the library was built from; empty where that is not known.</param>
/// <param name="Machine">Processor, system and device.</param>
/// <param name="Time">When the numbers were made, UTC.</param>
public sealed record Provenance(string Dataset, string SplitId, long Seed, string Commit, string Machine, DateTimeOffset Time)
{
    private const int ShortHash = 8;

    /// <summary>The provenance of what this process computes.</summary>
    /// <param name="dataset">The images.</param>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="clock">Null: the system's.</param>
    public static Provenance Of(SceneDataset dataset, long seed, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        return new Provenance(dataset.Name, dataset.SplitId, seed, BuildCommit(), DescribeMachine(), (clock ?? TimeProvider.System).GetUtcNow());
    }

    /// <summary>One line, hashes cut to eight digits.</summary>
    public override string ToString() => string.Join(" · ", new[]
    {
        $"data {Dataset}", $"split {Short(SplitId)}", string.Create(CultureInfo.InvariantCulture, $"seed {Seed}"),
        Commit.Length > 0 ? $"commit {Short(Commit)}" : "", Machine, Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
    }.Where(part => part.Length > 0));

    private static string Short(string hash) => hash.Length > ShortHash ? hash[..ShortHash] : hash;

    private static string BuildCommit()
    {
        string version = typeof(Provenance).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
        return version.Contains('+', StringComparison.Ordinal) ? version[(version.IndexOf('+', StringComparison.Ordinal) + 1)..] : "";
    }

    private static string DescribeMachine() => string.Create(CultureInfo.InvariantCulture,
        $"{Processor()}, {Environment.ProcessorCount} threads, {RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}, {Device.Current.Torch}");

    /// <summary>Name of the processor, or its architecture where the system does not tell it.</summary>
    internal static string Processor()
    {
        const string Field = "model name";
        string architecture = RuntimeInformation.ProcessArchitecture.ToString();
        if (!File.Exists("/proc/cpuinfo")) return Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? architecture;
        string? line = File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal));
        return line is null ? architecture : line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Scenes.Data;
using Scenes.Runtime;
using TorchSharp;

namespace Scenes.Reporting;

/// <summary>What the results in an output folder belong to, as it stands in their <c>run.json</c>.</summary>
/// <param name="Data">What <c>--data</c> takes: <c>sample</c>, <c>intel</c>, or the path of a folder or list.</param>
/// <param name="Split">Identifies images, labels and split, wherever the files lie; see <see cref="SceneDataset.SplitId"/>.</param>
/// <param name="Seed">Seed of the run.</param>
/// <param name="Commit">Commit that the library was built from; empty where that is not known.</param>
/// <param name="Versions">Versions of TorchSharp and .NET.</param>
/// <param name="Device">Where tensors were computed, such as <c>cpu</c> or <c>cuda:0</c>.</param>
/// <param name="Machine">Processor, system and device.</param>
/// <param name="Time">When a notebook opened the images last, UTC.</param>
public sealed record RunRecord(
    string Data, string Split, long Seed, string Commit, string Versions, string Device, string Machine, DateTimeOffset Time)
{
    /// <summary>Name of the file in the output folder.</summary>
    public const string Name = "run.json";

    private const int HashDigits = 64, ShownDigits = 8;

    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads the record of a run; null where there is none.</summary>
    /// <param name="folder">The output folder of a run.</param>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static RunRecord? Read(string folder)
    {
        string path = Path.Combine(folder, Name);
        if (!File.Exists(path)) return null;
        try
        {
            RunRecord record = JsonSerializer.Deserialize<RunRecord>(File.ReadAllText(path), Layout) ?? throw new JsonException("the file is empty.");
            bool isHash = record.Split.Length == HashDigits && record.Split.All(char.IsAsciiHexDigitLower);
            return isHash ? record : throw new JsonException($"split is '{record.Split}'; expected {HashDigits} digits from 0 to f.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} does not say what the results beside it belong to: {error.Message} Delete it to start anew.", error);
        }
    }

    /// <summary>Says which of data, split, seed, commit, versions and machine differ between two runs.</summary>
    /// <param name="first">The record of the run before; null where it has none.</param>
    /// <param name="second">That of the run after.</param>
    public static string Compare(RunRecord? first, RunRecord? second)
    {
        if (first is null || second is null)
            return $"The {(first is null ? "first" : "second")} run has no {Name}, so what else differs between the runs is not known.";
        string[] differences = [.. first.Parts().Zip(second.Parts()).Where(pair => pair.First != pair.Second)
            .Select(pair => $"{pair.First.Name} ({Shown(pair.First.Value)}, then {Shown(pair.Second.Value)})")];
        return differences.Length == 0 ? "The runs have the same data, split, seed, commit, versions and machine." : $"The runs differ in {string.Join(", ", differences)}.";
    }

    /// <summary>
    /// Writes the record of a study. Results of other images or of another seed are set aside first, so that those in the folder belong together.
    /// </summary>
    internal static void Begin(Study study)
    {
        string data = study.IsSample ? DataLocation.Sample : study.Options.Data!;
        Provenance from = Provenance.Of(study.Dataset, study.Seed);
        var record = new RunRecord(
            data is DataLocation.Sample or DataLocation.Intel ? data : Path.GetFullPath(data), from.SplitId, from.Seed, from.Commit,
            $"TorchSharp {typeof(torch).Assembly.GetName().Version}, {RuntimeInformation.FrameworkDescription}", Runtime.Device.Current.Torch.ToString(), from.Machine, from.Time);
        if (Read(study.OutFolder) is { } before && (before.Split, before.Seed) != (record.Split, record.Seed))
        {
            string aside = RunFolder.SetAside(study.OutFolder, string.Create(CultureInfo.InvariantCulture, $"{Shown(before.Split)}-seed-{before.Seed}"));
            Console.WriteLine($"The results in {study.OutFolder} were of other images or of another seed and now lie in {aside}.");
        }
        AtomicFile.WriteText(Path.Combine(study.OutFolder, Name), JsonSerializer.Serialize(record, Layout) + "\n");
    }

    /// <summary>Whoever stores a result asks this first: another run may have begun in this folder meanwhile.</summary>
    /// <exception cref="IOException">The folder belongs to other images or to another seed by now.</exception>
    internal static void CheckBelongsTo(Study study)
    {
        if (Read(study.OutFolder) is not { } now || (now.Split, now.Seed) == (study.Dataset.SplitId, study.Seed)) return;
        throw new IOException(string.Create(CultureInfo.InvariantCulture,
            $"{study.OutFolder} belongs to a run of {(now.Split == study.Dataset.SplitId ? "these images" : "other images")} with seed {now.Seed} by now, so that nothing of seed {study.Seed} is stored there. Give each run a folder of its own with --out."));
    }

    private (string Name, string Value)[] Parts() =>
        [("data", Data), ("split", Split), ("seed", Seed.ToString(CultureInfo.InvariantCulture)), ("commit", Commit), ("versions", Versions), ("machine", Machine)];

    private static string Shown(string value) => value.Length switch
    {
        0 => "not known",
        >= 40 when value.All(char.IsAsciiHexDigitLower) => value[..ShownDigits],
        _ => value,
    };
}

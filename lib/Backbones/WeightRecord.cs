using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Backbones;

/// <summary>Where a fetched weights file came from, kept beside it as <c>&lt;file&gt;.source.json</c> and checked whenever the file is loaded.</summary>
/// <param name="Url">Address it was fetched from.</param>
/// <param name="SourceSha256">SHA-256 that the whole remote file is pinned to.</param>
/// <param name="KeptPrefix">The beginning of the keys that were kept; null for all.</param>
/// <param name="Sha256">SHA-256 of the file here.</param>
/// <param name="Licence">SPDX identifier.</param>
internal sealed record WeightRecord(string Url, string SourceSha256, string? KeptPrefix, string Sha256, string Licence)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static string PathFor(string weights) => weights + ".source.json";

    public void Write(string weights) => AtomicFile.WriteText(PathFor(weights), JsonSerializer.Serialize(this, Indented) + "\n");

    /// <summary>The record of a file; null where it was not fetched by this library.</summary>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public static WeightRecord? Read(string weights)
    {
        string path = PathFor(weights);
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<WeightRecord>(File.ReadAllText(path));
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} is damaged ({error.Message}) Delete it and {weights}, then fetch the weights again.", error);
        }
    }

    /// <summary>Compares a weights file with its record, where it has one.</summary>
    /// <exception cref="InvalidDataException">The file is neither what was fetched nor the whole remote file.</exception>
    public static void Check(string weights)
    {
        if (Read(weights) is not { } record) return;
        string found = ContentHash.OfFile(weights);
        if (found != record.Sha256 && found != record.SourceSha256) // a user may put the whole file in the place of its part
            throw new InvalidDataException($"{weights} has the SHA-256 {found}, but {record.Sha256} was recorded when it was fetched. "
                + "It was changed or damaged since; delete it and its .source.json, then fetch it again.");
    }
}

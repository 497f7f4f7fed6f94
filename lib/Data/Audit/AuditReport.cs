using System.Text.Json;
using System.Text.Json.Serialization;

namespace Scenes.Data;

/// <summary>What an audit found, as data.</summary>
public sealed record AuditReport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Name of the set.</summary>
    public required string Name { get; init; }

    /// <summary>Folder or list that was read.</summary>
    public required string Root { get; init; }

    /// <summary>Identifies the split; see <see cref="SceneDataset.SplitId"/>.</summary>
    public required string SplitId { get; init; }

    /// <summary>Class names; a label is an index into them.</summary>
    public required IReadOnlyList<string> ClassNames { get; init; }

    /// <summary>One row a class, in order of labels; then one without a class if there are images without a label.</summary>
    public required IReadOnlyList<ClassCount> Classes { get; init; }

    /// <summary>Sizes in pixels, the most frequent first.</summary>
    public required IReadOnlyList<SizeCount> Sizes { get; init; }

    /// <summary>Formats and colour modes, the most frequent first.</summary>
    public required IReadOnlyList<FormatCount> Formats { get; init; }

    /// <summary>Images that are not of the most frequent size.</summary>
    public required IReadOnlyList<OddSize> OddSizes { get; init; }

    /// <summary>Images whose extension names another format.</summary>
    public required IReadOnlyList<MisnamedImage> Misnamed { get; init; }

    /// <summary>Files that cannot be decoded.</summary>
    public required IReadOnlyList<UnreadableImage> Unreadable { get; init; }

    /// <summary>Groups of byte-identical files.</summary>
    public required IReadOnlyList<DuplicateGroup> Identical { get; init; }

    /// <summary>
    /// Groups of images that look the same, each with at least two different files. Copies of a file stand in its group too; images
    /// without detail are in none.
    /// </summary>
    public required IReadOnlyList<DuplicateGroup> NearDuplicates { get; init; }

    /// <summary>Most bits of <see cref="PerceptualHash"/>, of 256, in which two linked near-duplicates differ.</summary>
    public required int NearDistance { get; init; }

    /// <summary>Files and folders that are no part of the set.</summary>
    public required IReadOnlyList<string> Ignored { get; init; }

    /// <summary>Number of images.</summary>
    public int ImageCount => Classes.Sum(row => row.Counts.Total);

    /// <summary>Whether nothing was found that asks for a decision: unreadable files, conflicting labels or leaks.</summary>
    public bool IsClean => Unreadable.Count == 0
        && !Identical.Concat(NearDuplicates).Any(group => group.HasConflictingLabels || group.LeaksBetweenSplits);

    /// <summary>The report as indented JSON with camel-case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>Reads what <see cref="ToJson"/> wrote.</summary>
    /// <param name="json">The text.</param>
    /// <exception cref="InvalidDataException">The text is no report.</exception>
    public static AuditReport FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<AuditReport>(json, Json)
                ?? throw new InvalidDataException("The text is 'null'; expected an audit report.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The text is no audit report: {error.Message}", error);
        }
    }
}

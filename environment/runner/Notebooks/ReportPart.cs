using System.Text.Json;
using Scenes.Reporting;
using Scenes.Runtime;

namespace Scenes.Runner.Notebooks;

/// <summary>
/// What one notebook has in the report. <c>report.json</c> keeps it for later runs of other notebooks; the figures and tables themselves lie in folders of their own.
/// </summary>
/// <param name="Notebook">Name without extension.</param>
/// <param name="Title">The heading.</param>
/// <param name="NotRun">What of it was not run and why; empty if everything was.</param>
/// <param name="Provenance">Where its numbers come from.</param>
/// <param name="Items">Its figures and tables in order.</param>
internal sealed record ReportPart(string Notebook, string Title, string NotRun, Provenance Provenance, IReadOnlyList<ReportPart.Item> Items)
{
    private static readonly JsonSerializerOptions Layout = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>A figure or a table by its id in the notebook.</summary>
    internal sealed record Item(string Id, bool IsTable);

    /// <summary>The part of a notebook that has just run.</summary>
    public static ReportPart Of(NotebookResult result, ReportSection section, Provenance provenance) => new(
        result.Notebook, result.Title, result.NotRun, provenance,
        [.. section.Items.Select(item => new Item(item.Id, item.Table is not null))]);

    /// <summary>Reads the parts that a report consisted of; none where there is no report.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static IReadOnlyList<ReportPart> Read(string folder)
    {
        string path = Path.Combine(folder, RunFolder.ReportParts);
        if (!File.Exists(path)) return [];
        try
        {
            return JsonSerializer.Deserialize<ReportPart[]>(File.ReadAllText(path), Layout) ?? throw new JsonException("the file is empty.");
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{path} does not say what the report beside it consists of: {error.Message} Delete it to start anew.", error);
        }
    }

    /// <summary>Writes the parts of a report.</summary>
    /// <exception cref="IOException">As for <see cref="AtomicFile.Write"/>.</exception>
    public static void Write(string folder, IEnumerable<ReportPart> parts) =>
        AtomicFile.WriteText(Path.Combine(folder, RunFolder.ReportParts), JsonSerializer.Serialize(parts, Layout) + "\n");

    /// <summary>Those parts that another build or another machine made, one entry for each of these.</summary>
    /// <param name="parts">All parts of a report.</param>
    /// <param name="now">Where the report itself comes from.</param>
    public static IReadOnlyList<EarlierPart> Others(IEnumerable<ReportPart> parts, Provenance now) =>
    [
        .. from part in parts
           where (part.Provenance.Commit, part.Provenance.Machine) != (now.Commit, now.Machine)
           group part by (part.Provenance.Commit, part.Provenance.Machine) into same
           select new EarlierPart([.. same.Select(part => part.Notebook)], same.MaxBy(part => part.Provenance.Time)!.Provenance),
    ];

    /// <summary>The section as an earlier run stored it; figures and tables that are gone are left out.</summary>
    /// <exception cref="InvalidDataException">A stored file is damaged.</exception>
    public ReportSection StoredSection(RunFolder run)
    {
        string id = Slug.Of(Notebook);
        return new ReportSection(id, Title, "", [.. Items.Select(Stored).OfType<ReportItem>()]);

        ReportItem? Stored(Item item) => item.IsTable
            ? run.Tables.FirstOrDefault(stored => stored.Name == $"{id}-{item.Id}") is { } table ? ReportItem.Of(table.Read(), Provenance) : null
            : run.Kept(id, item.Id) is { } figure ? ReportItem.Of(figure.Read() with { Id = item.Id }, Provenance) : null;
    }
}

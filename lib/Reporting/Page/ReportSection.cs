namespace Scenes.Reporting;

/// <summary>A part of a report, such as what one notebook showed.</summary>
public sealed record ReportSection
{
    /// <summary>Checks and keeps the items.</summary>
    /// <param name="id">Names the section in links and files: lower-case letters, digits and hyphens.</param>
    /// <param name="title">The heading.</param>
    /// <param name="text">A paragraph under it; may be empty.</param>
    /// <param name="items">Figures and tables in order; of two with one id the later stands in place of the earlier.</param>
    /// <exception cref="ArgumentException">The id is no slug.</exception>
    public ReportSection(string id, string title, string text, IReadOnlyList<ReportItem> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        (Id, Title, Text) = (Slug.Check(id), title, text);
        Items = [.. items.GroupBy(item => item.Id, StringComparer.Ordinal).Select(same => same.Last())];
    }

    /// <summary>Names the section in links and files.</summary>
    public string Id { get; }

    /// <summary>The heading.</summary>
    public string Title { get; }

    /// <summary>A paragraph under it.</summary>
    public string Text { get; }

    /// <summary>Figures and tables, each id once.</summary>
    public IReadOnlyList<ReportItem> Items { get; }

    /// <summary>A section of the figures and tables among the objects that a notebook showed.</summary>
    /// <param name="id">Names the section in links and files.</param>
    /// <param name="title">The heading.</param>
    /// <param name="text">A paragraph under it; may be empty.</param>
    /// <param name="shown">Any objects; others than figures and tables are left out.</param>
    /// <param name="provenance">Where the numbers come from; null: as the whole report.</param>
    /// <exception cref="ArgumentException">The id is no slug.</exception>
    public static ReportSection Of(string id, string title, string text, IEnumerable<object> shown, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(shown);
        var items = shown.SelectMany(value => value switch
        {
            Figure figure => [ReportItem.Of(figure, provenance)],
            FigureGroup group => group.Members.Select(figure => ReportItem.Of(figure, provenance)),
            Table table => [ReportItem.Of(table, provenance)],
            _ => Enumerable.Empty<ReportItem>(),
        });
        return new ReportSection(id, title, text, [.. items]);
    }
}

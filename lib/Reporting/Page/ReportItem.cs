namespace Scenes.Reporting;

/// <summary>A figure or a table of a report.</summary>
public sealed record ReportItem
{
    private ReportItem(Figure? figure, Table? table, Provenance? provenance) => (Figure, Table, Provenance) = (figure, table, provenance);

    /// <summary>The figure; null for a table.</summary>
    public Figure? Figure { get; }

    /// <summary>The table; null for a figure.</summary>
    public Table? Table { get; }

    /// <summary>Where its numbers come from; null: as the whole report.</summary>
    public Provenance? Provenance { get; }

    /// <summary>Names it within its section.</summary>
    public string Id => Figure?.Id ?? Table!.Id;

    /// <summary>What it shows.</summary>
    public string Title => Figure?.Title ?? Table!.Title;

    /// <summary>An item that is a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="provenance">Where its numbers come from; null: as the whole report.</param>
    public static ReportItem Of(Figure figure, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        return new ReportItem(figure, null, provenance);
    }

    /// <summary>An item that is a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="provenance">Where its numbers come from; null: as the whole report.</param>
    public static ReportItem Of(Table table, Provenance? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        return new ReportItem(null, table, provenance);
    }
}

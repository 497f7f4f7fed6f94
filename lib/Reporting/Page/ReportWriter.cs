using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Writes a report and its parts to a folder.</summary>
public static class ReportWriter
{
    /// <summary>Name of the page.</summary>
    public const string PageName = "report.html";

    /// <summary>
    /// Writes <c>report.html</c>, each figure as <c>figures/SECTION-ID.json</c> and, where a browser is found, <c>.png</c>, each table as
    /// <c>tables/SECTION-ID.csv</c> and <c>.json</c>. A picture of a figure's earlier data does not stay beside new ones.
    /// </summary>
    /// <param name="report">What to write.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="png">How figures become pictures; null: no pictures.</param>
    /// <param name="cancellation">Stops between files.</param>
    /// <returns>The path of the page.</returns>
    /// <exception cref="IOException">A file cannot be written, or the browser fails.</exception>
    /// <exception cref="InvalidOperationException">Two sections have one id.</exception>
    public static async Task<string> WriteAsync(ReportPage report, string folder, PngOptions? png = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(report);
        string page = Path.Combine(Path.GetFullPath(folder), PageName);
        AtomicFile.WriteText(page, report.ToHtml());
        var figures = new List<Figure>();
        foreach (var (section, item) in report.Sections.SelectMany(section => section.Items.Select(item => (section, item))))
        {
            cancellation.ThrowIfCancellationRequested();
            string name = $"{section.Id}-{item.Id}";
            if (item.Figure is { } figure) figures.Add(figure with { Id = name });
            if (item.Table is not { } table) continue;
            AtomicFile.WriteText(Path.Combine(folder, "tables", $"{name}.csv"), table.ToCsv());
            AtomicFile.WriteText(Path.Combine(folder, "tables", $"{name}.json"), table.ToJson());
        }
        string pictures = Path.Combine(folder, "figures");
        foreach (var figure in figures) FigureFile.Write(Path.Combine(pictures, figure.Id), figure);
        if (png is not null && PngWriter.IsAvailable) await PngWriter.WriteAsync(figures, pictures, png, cancellation).ConfigureAwait(false);
        return page;
    }
}

namespace Scenes.Reporting.Formatting;

/// <summary>Makes the formatters of figures and tables for hosts that find them by convention.</summary>
internal sealed class ReportingFormatters
{
    private readonly ConventionFormatter[] formatters =
    [
        new("text/html", value => value switch
        {
            Figure figure => figure.ToHtml(),
            FigureGroup group => group.ToHtml(),
            Table table => table.ToHtml(),
            _ => null,
        }),
        new("text/plain", value => value is Figure or FigureGroup or Table ? value.ToString() : null),
    ];

    /// <summary>One formatter for pages and one for terminals.</summary>
    public IEnumerable<object> CreateTypeFormatters() => formatters;
}

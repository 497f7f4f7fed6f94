using Scenes.Reporting.Formatting;
using Scenes.Reporting.Plotting;

namespace Scenes.Reporting;

/// <summary>Figures that a cell shows one below the other; every notebook host shows the value of a cell's last expression, and not all can show more.</summary>
/// <param name="Members">From the top; may be empty.</param>
/// <param name="WhenEmpty">One sentence that stands where there are none.</param>
[TypeFormatterSource(typeof(ReportingFormatters), PreferredMimeTypes = ["text/html"])]
public sealed record FigureGroup(IReadOnlyList<Figure> Members, string WhenEmpty)
{
    /// <summary>HTML for a notebook's output. Notebook hosts call this by name.</summary>
    public string ToHtml() => Members.Count == 0 ? $"<p>{Html.Encode(WhenEmpty)}</p>" : string.Concat(Members.Select(figure => figure.ToHtml()));

    /// <summary>The members as text for a terminal, a blank line between two.</summary>
    public override string ToString() => Members.Count == 0 ? WhenEmpty : string.Join("\n\n", Members);
}

using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>The body of a report's page.</summary>
internal sealed class ReportHtml
{
    private const string HeadlineId = "headline";

    private readonly StringBuilder contents = new(), main = new();
    private readonly ReportPage report;
    private int figures, tables;

    private ReportHtml(ReportPage report) => this.report = report;

    /// <summary>Contents list, heading, headline table and sections.</summary>
    public static string Of(ReportPage report) => new ReportHtml(report).Build();

    private string Build()
    {
        if (report.Headline is { } headline)
        {
            Contents(HeadlineId, "Results", []);
            string table = TableHtml.Of(headline, Source(headline.Id, null) + Earlier(), $"{HeadlineId}-{headline.Id}", $"Table {++tables}. ");
            Append($"<section id=\"{HeadlineId}\" aria-label=\"Results\">\n{table}</section>\n");
        }
        foreach (var section in report.Sections) Section(section);
        return $"""
            <a class="skip" href="#main">Skip to the results</a>
            <div class="report">
            <nav aria-label="Contents">
            <h2>Contents</h2>
            <ol>
            {contents}</ol>
            </nav>
            <main id="main">
            <header>
            <h1>{Html.Encode(report.Title)}</h1>
            <p>{Html.Encode(report.Introduction)}</p>
            {NotRun()}{Facts()}</header>
            {main}</main>
            </div>
            """;
    }

    private void Section(ReportSection section)
    {
        var entries = new List<(string Anchor, string Title)>();
        Append($"<section id=\"{section.Id}\" aria-labelledby=\"{section.Id}-title\">\n<h2 id=\"{section.Id}-title\">{Html.Encode(section.Title)}</h2>\n");
        if (section.Text.Length > 0) Append($"<p>{Html.Encode(section.Text)}</p>\n");
        foreach (var item in section.Items)
        {
            string anchor = $"{section.Id}-{item.Id}", label = item.Figure is null ? $"Table {++tables}" : $"Figure {++figures}";
            entries.Add((anchor, $"{label}. {item.Title}"));
            string note = Source(anchor, item.Provenance);
            main.Append(item.Figure is { } figure ? FigureHtml.Of(figure, note, anchor, $"{label}. ") : TableHtml.Of(item.Table!, note, anchor, $"{label}. ")).Append('\n');
        }
        Append($"</section>\n");
        Contents(section.Id, section.Title, entries);
    }

    private void Contents(string anchor, string title, List<(string Anchor, string Title)> entries)
    {
        contents.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{anchor}\">{Html.Encode(title)}</a>");
        if (entries.Count > 0)
            contents.Append("<ul>").AppendJoin("", entries.Select(entry => $"<li><a href=\"#{entry.Anchor}\">{Html.Encode(entry.Title)}</a></li>")).Append("</ul>");
        contents.Append("</li>\n");
    }

    private string NotRun() => report.NotRun.Count == 0 ? "" : $"""
        <div class="not-run" role="note"><strong>Not run to the end</strong>
        <ul>{string.Concat(report.NotRun.Select(reason => $"<li>{Html.Encode(reason)}</li>"))}</ul></div>

        """;

    private string Earlier() => string.Concat(report.Earlier.Select(part => $"<span class=\"source\">Rows of {Html.Encode(part.ToString())}</span>"));

    private string Facts()
    {
        var from = report.Provenance;
        (string Name, string Value)[] facts =
        [
            ("Data", from.Dataset), ("Split", from.SplitId), ("Seed", from.Seed.ToString(CultureInfo.InvariantCulture)), ("Commit", from.Commit), ("Machine", from.Machine),
            ("Made", from.Time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
            .. report.Earlier.Select(part => ("Earlier", part.ToString())),
        ];
        var rows = facts.Where(fact => fact.Value.Length > 0).Select(fact => $"<dt>{fact.Name}</dt><dd>{Html.Encode(fact.Value)}</dd>");
        return $"<dl class=\"facts\">{string.Concat(rows)}</dl>\n";
    }

    private string Source(string id, Provenance? provenance) =>
        $"<span class=\"source\"><code>{Html.Encode(id)}</code> · {Html.Encode((provenance ?? report.Provenance).ToString())}</span>";

    private void Append(FormattableString html) => main.Append(html.ToString(CultureInfo.InvariantCulture));
}

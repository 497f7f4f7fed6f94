using Scenes.Reporting.Plotting;

namespace Scenes.Reporting;

/// <summary>A report as data: what a run measured, with figures, tables and where each comes from.</summary>
/// <param name="Title">The heading.</param>
/// <param name="Introduction">A paragraph under it.</param>
/// <param name="Provenance">Where the numbers come from, unless an item says otherwise.</param>
/// <param name="Sections">In order, with different ids.</param>
public sealed record ReportPage(string Title, string Introduction, Provenance Provenance, IReadOnlyList<ReportSection> Sections)
{
    /// <summary>The table that stands first; null: none.</summary>
    public Table? Headline { get; init; }

    /// <summary>Which parts of the headline are of other builds or machines than <see cref="Provenance"/> says.</summary>
    public IReadOnlyList<EarlierPart> Earlier { get; init; } = [];

    /// <summary>What did not run to the end, and why; one sentence each.</summary>
    public IReadOnlyList<string> NotRun { get; init; } = [];

    /// <summary>One HTML page that needs nothing beside it: plotly.js, styles and pictures stand in it.</summary>
    /// <exception cref="InvalidOperationException">Two sections have one id.</exception>
    public string ToHtml()
    {
        if (Sections.GroupBy(section => section.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new InvalidOperationException($"Two sections of the report are called '{twice.Key}'; each needs an id of its own.");
        return HtmlPage.Of(Title, ReportHtml.Of(this), $"<style>\n{Assets.Read("report.css")}</style>");
    }
}

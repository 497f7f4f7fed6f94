using Scenes.Data;
using Scenes.Reporting;

namespace Scenes.Runner.Notebooks;

/// <summary>The report of a run: what the notebooks showed, what was measured and what was not run.</summary>
internal static class RunReport
{
    /// <summary>Writes the report, with the parts of notebooks that ran earlier; without pictures of its figures where the run did not end well or no browser works.</summary>
    /// <param name="results">In the order of the notebooks.</param>
    /// <param name="notReached">Names of notebooks that were to run after one that failed or was stopped.</param>
    /// <param name="settings">What was asked for.</param>
    /// <param name="log">Receives the path of the page.</param>
    /// <param name="cancellation">The run's; a report of what is finished is written all the same.</param>
    public static async Task WriteAsync(
        IReadOnlyList<NotebookResult> results, IReadOnlyList<string> notReached, RunSettings settings, TextWriter log, CancellationToken cancellation)
    {
        if (results.LastOrDefault(result => result.Study is not null)?.Study is not { } study)
        {
            await log.WriteLineAsync($"Written to {settings.OutFolder}; no report, because no notebook opened a study.");
            return;
        }
        var page = Page(results, notReached, study);
        RunFolderGuide.Write(settings.OutFolder);
        bool pictures = settings.Pictures && results.All(result => result.Outcome is NotebookOutcome.Completed or NotebookOutcome.Skipped);
        try
        {
            await ReportWriter.WriteAsync(page, settings.OutFolder, pictures ? new PngOptions() : null, cancellation.IsCancellationRequested ? default : cancellation);
        }
        catch (BrowserException error)
        {
            await log.WriteLineAsync($"No pictures of the figures: {error.Message}");
        }
        await log.WriteLineAsync($"Report: {Path.Combine(settings.OutFolder, ReportWriter.PageName)}");
    }

    private static ReportPage Page(IReadOnlyList<NotebookResult> results, IReadOnlyList<string> notReached, Study study)
    {
        var run = RunFolder.Open(study.OutFolder);
        var provenance = Provenance.Of(study.Dataset, study.Seed);
        var now = results.ToDictionary(result => result.Notebook, result => ReportSection.Of(Slug.Of(result.Notebook), result.Title, "", result.Displayed));
        ReportPart[] parts = [.. ReportPart.Read(run.Path).Where(part => !now.ContainsKey(part.Notebook)).Concat(results.Select(result => ReportPart.Of(result, now[result.Notebook], provenance)))
            .OrderBy(part => part.Notebook, StringComparer.Ordinal)];
        ReportPart.Write(run.Path, parts);
        var measured = run.Metrics();
        var tested = measured.Where(row => row.Split == SceneSplit.Test).ToList();
        var article = study.IsSample ? null : ArticleComparison.Of(run);
        ReportSection[] first = article is null ? [] : [new ReportSection("article", "Beside the article", "", [ReportItem.Of(article)])];
        string introduction = $"What the notebooks showed on {Images(study)}.{(study.HasTest ? "" : $" {Study.WithoutTest}")}";
        return new ReportPage(
            "Scenes", introduction, provenance,
            [.. first, .. parts.Select(part => now.GetValueOrDefault(part.Notebook) ?? part.StoredSection(run)).Where(section => section.Items.Count > 0)])
        {
            Headline = measured.Count > 0 ? Tables.Metrics(tested.Count > 0 ? tested : measured) : null,
            Earlier = ReportPart.Others(parts, provenance),
            NotRun =
            [
                .. parts.Select(part => part.NotRun).Where(reason => reason.Length > 0),
                .. notReached.Select(name => $"{name}: not reached{(parts.Any(part => part.Notebook == name) ? "; what stands below is of an earlier run" : "")}."),
            ],
        };
    }

    private static string Images(Study study) => study.IsSample ? "the built-in drawn sample; its numbers are no result on photographs" : study.Dataset.ToString();
}

using Scenes.Reporting.Capture;
using Scenes.Reporting.Plotting;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Draws figures as PNG files in a browser without a window: one process and one page for all of them.</summary>
public static class PngWriter
{
    /// <summary>Whether a browser was found: Chromium, Chrome or Edge on the path, or what SCENES_BROWSER names.</summary>
    public static bool IsAvailable => BrowserFinder.Find() is not null;

    /// <summary>Writes one PNG file for each figure, named by its id.</summary>
    /// <param name="figures">Figures with different ids.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="options">Size and theme; null: the defaults.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <returns>The paths, in the order of the figures.</returns>
    /// <exception cref="ArgumentException">Two figures have one id, or an option is out of range.</exception>
    /// <exception cref="BrowserException">There is no browser, or it fails.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        IReadOnlyList<Figure> figures, string folder, PngOptions? options = null, CancellationToken cancellation = default)
    {
        string[] paths = PathsOf(figures, folder, ".png");
        if (figures.Count == 0) return [];
        string page = HtmlPage.Of("Figures", string.Join('\n', figures.Select(figure => $"<div class=\"scenes-shot\">{FigureHtml.Of(figure)}</div>")));
        var pictures = await DrawnPage.UseAsync(page, options ?? new PngOptions(), drawn => drawn.CaptureAsync(".scenes-shot"), cancellation).ConfigureAwait(false);
        foreach (var (path, picture) in paths.Zip(pictures)) AtomicFile.Write(path, stream => stream.Write(picture));
        return paths;
    }

    /// <summary>Where each figure is written.</summary>
    /// <exception cref="ArgumentException">Two figures have one id.</exception>
    internal static string[] PathsOf(IReadOnlyList<Figure> figures, string folder, string extension)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.GroupBy(figure => figure.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two figures are called '{twice.Key}'; each file needs a name of its own.", nameof(figures));
        return [.. figures.Select(figure => Path.Combine(Path.GetFullPath(folder), figure.Id + extension))];
    }
}

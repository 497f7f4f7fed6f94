using System.Text.Json;
using System.Text.Json.Nodes;
using Scenes.Reporting.Capture;
using Scenes.Reporting.Plotting;
using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>Draws figures as PNG files in a browser without a window: one process and one page for all of them.</summary>
public static class PngWriter
{
    // Resolves once every chart is drawn and every photograph decoded; then says where each element stands on the page.
    private const string Measure = """
        (async () => {
          const until = Date.now() + 45000;
          const ready = () => [...document.querySelectorAll(".scenes-panel")].every(panel => panel.dataset.drawn);
          while (!ready()) {
            if (Date.now() > until) throw new Error("a chart was not drawn within 45 s");
            await new Promise(next => setTimeout(next, 20));
          }
          await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
          await document.fonts.ready;
          await new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
          return JSON.stringify([...document.querySelectorAll(SELECTOR)].map(element => {
            const box = element.getBoundingClientRect();
            return [box.left + scrollX, box.top + scrollY, box.width, box.height];
          }));
        })()
        """;

    /// <summary>Whether a browser was found.</summary>
    public static bool IsAvailable => BrowserFinder.Find() is not null;

    /// <summary>Writes one PNG file for each figure, named by its id.</summary>
    /// <param name="figures">Figures with different ids.</param>
    /// <param name="folder">Made where it is missing.</param>
    /// <param name="options">Size and theme; null: the defaults.</param>
    /// <param name="cancellation">Stops the browser.</param>
    /// <returns>The paths, in the order of the figures.</returns>
    /// <exception cref="ArgumentException">Two figures have one id, or an option is out of range.</exception>
    /// <exception cref="InvalidOperationException">There is no browser, or it fails.</exception>
    public static async Task<IReadOnlyList<string>> WriteAsync(
        IReadOnlyList<Figure> figures, string folder, PngOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(figures);
        if (figures.GroupBy(figure => figure.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"Two figures are called '{twice.Key}'; each file needs a name of its own.", nameof(figures));
        if (figures.Count == 0) return [];
        string page = HtmlPage.Of("Figures", string.Join('\n', figures.Select(figure => $"<div class=\"scenes-shot\">{FigureHtml.Of(figure)}</div>")));
        var pictures = await CaptureAsync(page, ".scenes-shot", options, cancellation).ConfigureAwait(false);
        string[] paths = [.. figures.Select(figure => Path.Combine(Path.GetFullPath(folder), figure.Id + ".png"))];
        foreach (var (path, picture) in paths.Zip(pictures)) AtomicFile.Write(path, stream => stream.Write(picture));
        return paths;
    }

    /// <summary>Pictures of the elements of a page that a selector finds, in the order of the page.</summary>
    internal static async Task<IReadOnlyList<byte[]>> CaptureAsync(string html, string selector, PngOptions? options, CancellationToken cancellation)
    {
        options ??= new PngOptions();
        options.Check();
        string folder = Directory.CreateTempSubdirectory("scenes-page-").FullName;
        try
        {
            string path = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(path, html, cancellation).ConfigureAwait(false);
            var browser = await HeadlessBrowser.StartAsync(cancellation).ConfigureAwait(false);
            await using (browser.ConfigureAwait(false)) return await CaptureAsync(browser.Tools, new Uri(path), selector, options, cancellation).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<IReadOnlyList<byte[]>> CaptureAsync(DevTools tools, Uri page, string selector, PngOptions options, CancellationToken cancellation)
    {
        var target = await tools.CallAsync("Target.createTarget", new() { ["url"] = "about:blank" }, null, cancellation).ConfigureAwait(false);
        var attached = await tools.CallAsync("Target.attachToTarget", new() { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true }, null, cancellation).ConfigureAwait(false);
        string session = (string)attached["sessionId"]!;
        Task<JsonObject> Call(string method, JsonObject parameters) => tools.CallAsync(method, parameters, session, cancellation);

        await Call("Emulation.setDeviceMetricsOverride", new() { ["width"] = options.Width, ["height"] = 900, ["deviceScaleFactor"] = options.Scale, ["mobile"] = false }).ConfigureAwait(false);
        await Call("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = options.Dark ? "dark" : "light" }) }).ConfigureAwait(false);
        await Call("Page.navigate", new() { ["url"] = page.AbsoluteUri }).ConfigureAwait(false);
        await LoadedAsync(Call, cancellation).ConfigureAwait(false);
        string script = Measure.Replace("SELECTOR", JsonSerializer.Serialize(selector), StringComparison.Ordinal);
        var measured = await Call("Runtime.evaluate", new() { ["expression"] = script, ["awaitPromise"] = true }).ConfigureAwait(false);
        if (measured["exceptionDetails"] is { } failure) throw new InvalidOperationException($"The page failed in the browser: {failure["exception"]?["description"]}");
        var pictures = new List<byte[]>();
        foreach (double[] box in JsonSerializer.Deserialize<double[][]>((string)measured["result"]!["value"]!)!)
        {
            var clip = new JsonObject { ["x"] = box[0], ["y"] = box[1], ["width"] = box[2], ["height"] = box[3], ["scale"] = 1 };
            var shot = await Call("Page.captureScreenshot", new() { ["clip"] = clip, ["captureBeyondViewport"] = true }).ConfigureAwait(false);
            pictures.Add(Convert.FromBase64String((string)shot["data"]!));
        }
        return pictures;
    }

    private static async Task LoadedAsync(Func<string, JsonObject, Task<JsonObject>> call, CancellationToken cancellation)
    {
        while (true)
        {
            var state = await call("Runtime.evaluate", new() { ["expression"] = "location.protocol + document.readyState" }).ConfigureAwait(false);
            if ((string?)state["result"]!["value"] == "file:complete") return;
            await Task.Delay(20, cancellation).ConfigureAwait(false);
        }
    }
}

using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Scenes.Reporting.Capture;

/// <summary>A page of figures in a browser without a window, once all of them are drawn.</summary>
internal sealed class DrawnPage
{
    // Resolves once every chart is drawn and every photograph decoded.
    private const string Settle = """
        (async () => {
          const until = Date.now() + 120000;
          const ready = () => [...document.querySelectorAll(".scenes-panel")].every(panel => panel.dataset.drawn);
          while (!ready()) {
            if (Date.now() > until) throw new Error("a chart was not drawn within two minutes");
            await new Promise(next => setTimeout(next, 20));
          }
          await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
          await document.fonts.ready;
          await new Promise(next => requestAnimationFrame(() => requestAnimationFrame(next)));
          return "ready";
        })()
        """;

    private readonly Func<string, JsonObject, Task<JsonObject>> call;

    private DrawnPage(Func<string, JsonObject, Task<JsonObject>> call) => this.call = call;

    /// <summary>Opens a page, waits until it is drawn and works on it; browser and files are gone afterwards.</summary>
    /// <exception cref="BrowserException">There is no browser, or the page fails in it.</exception>
    public static async Task<T> UseAsync<T>(string html, PngOptions options, Func<DrawnPage, Task<T>> work, CancellationToken cancellation)
    {
        options.Check();
        string folder = Directory.CreateTempSubdirectory("scenes-page-").FullName;
        try
        {
            string path = Path.Combine(folder, "page.html");
            await File.WriteAllTextAsync(path, html, cancellation).ConfigureAwait(false);
            var browser = await HeadlessBrowser.StartAsync(cancellation).ConfigureAwait(false);
            await using (browser.ConfigureAwait(false))
                return await work(await OpenAsync(browser.Tools, new Uri(path), options, browser.Tools.Patience, cancellation).ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The value of a JavaScript expression that gives a string or a promise of one.</summary>
    public async Task<string> EvaluateAsync(string expression)
    {
        var answer = await call("Runtime.evaluate", new() { ["expression"] = expression, ["awaitPromise"] = true }).ConfigureAwait(false);
        if (answer["exceptionDetails"] is { } failure) throw new BrowserException($"The page failed in the browser: {failure["exception"]?["description"]}");
        return (string)answer["result"]!["value"]!;
    }

    /// <summary>Pictures of the elements that a selector finds, as PNG, in the order of the page.</summary>
    public async Task<IReadOnlyList<byte[]>> CaptureAsync(string selector)
    {
        string boxes = await EvaluateAsync($$"""
            JSON.stringify([...document.querySelectorAll({{JsonSerializer.Serialize(selector)}})].map(element => {
              const box = element.getBoundingClientRect();
              return [box.left + scrollX, box.top + scrollY, box.width, box.height];
            }))
            """).ConfigureAwait(false);
        var pictures = new List<byte[]>();
        foreach (double[] box in JsonSerializer.Deserialize<double[][]>(boxes)!)
        {
            var clip = new JsonObject { ["x"] = box[0], ["y"] = box[1], ["width"] = box[2], ["height"] = box[3], ["scale"] = 1 };
            var shot = await call("Page.captureScreenshot", new() { ["clip"] = clip, ["captureBeyondViewport"] = true }).ConfigureAwait(false);
            pictures.Add(Convert.FromBase64String((string)shot["data"]!));
        }
        return pictures;
    }

    /// <summary>Opens a page in a running browser and waits until it is drawn.</summary>
    /// <param name="tools">The browser.</param>
    /// <param name="address">The page.</param>
    /// <param name="options">Size and colours of the window.</param>
    /// <param name="patience">How long the page may load.</param>
    /// <param name="cancellation">Stops between commands.</param>
    /// <exception cref="BrowserException">The page cannot be opened, fails, or is not loaded in time.</exception>
    internal static async Task<DrawnPage> OpenAsync(DevTools tools, Uri address, PngOptions options, TimeSpan patience, CancellationToken cancellation)
    {
        var target = await tools.CallAsync("Target.createTarget", new() { ["url"] = "about:blank" }, null, cancellation).ConfigureAwait(false);
        var page = new JsonObject { ["targetId"] = (string)target["targetId"]!, ["flatten"] = true };
        var attached = await tools.CallAsync("Target.attachToTarget", page, null, cancellation).ConfigureAwait(false);
        string session = (string)attached["sessionId"]!;
        Task<JsonObject> Call(string method, JsonObject parameters) => tools.CallAsync(method, parameters, session, cancellation);

        var size = new JsonObject { ["width"] = options.Width, ["height"] = 900, ["deviceScaleFactor"] = options.Scale, ["mobile"] = false };
        await Call("Emulation.setDeviceMetricsOverride", size).ConfigureAwait(false);
        var theme = new JsonObject { ["name"] = "prefers-color-scheme", ["value"] = options.Dark ? "dark" : "light" };
        await Call("Emulation.setEmulatedMedia", new() { ["features"] = new JsonArray(theme) }).ConfigureAwait(false);
        var opened = await Call("Page.navigate", new() { ["url"] = address.AbsoluteUri }).ConfigureAwait(false);
        if ((string?)opened["errorText"] is { Length: > 0 } failure) throw new BrowserException($"The browser cannot open {address.LocalPath}: {failure}");
        var drawn = new DrawnPage(Call);
        var watch = Stopwatch.StartNew();
        while (await drawn.EvaluateAsync("location.protocol + document.readyState").ConfigureAwait(false) != "file:complete")
        {
            if (watch.Elapsed > patience) throw new BrowserException($"The browser did not load {address.LocalPath} within {patience.TotalSeconds:0} s.");
            await Task.Delay(20, cancellation).ConfigureAwait(false);
        }
        await drawn.EvaluateAsync(Settle).ConfigureAwait(false);
        return drawn;
    }
}

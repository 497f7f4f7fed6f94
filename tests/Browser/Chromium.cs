using Microsoft.Playwright;
using Scenes.Reporting.Capture;

namespace Scenes.Tests.Browser;

/// <summary>One headless browser for all tests of a class; none where the machine has none.</summary>
public sealed class Chromium : IAsyncLifetime
{
    /// <summary>Milliseconds; a busy machine draws slowly.</summary>
    private const float Patience = 120_000;

    internal const int Wide = 1600, Narrow = 400; // pixels

    private readonly Dictionary<(string Path, Window Window), OpenPage> shown = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async ValueTask InitializeAsync()
    {
        if (BrowserFinder.Find() is not { } path) return;
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = path, Timeout = Patience });
    }

    /// <summary>Opens a file in a window of its own, and skips the test where there is no browser.</summary>
    /// <param name="path">An HTML file.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="dark">Whether the reader prefers dark pages.</param>
    internal async Task<OpenPage> OpenAsync(string path, int width, bool dark = false)
    {
        Assert.SkipWhen(browser is null, $"No Chromium, Chrome or Edge was found; set {BrowserFinder.Variable} to one.");
        var context = await browser!.NewContextAsync(new()
        {
            ViewportSize = new() { Width = width, Height = 900 },
            ColorScheme = dark ? ColorScheme.Dark : ColorScheme.Light,
        });
        context.SetDefaultTimeout(Patience);
        return await OpenPage.OfAsync(await context.NewPageAsync(), path);
    }

    /// <summary>The same for tests that leave a page as it was: a file is drawn once for all of them. Those that press keys or change the window open their own.</summary>
    internal async Task<OpenPage> ShowAsync(string path, Window window = Window.WideAndLight)
    {
        if (shown.TryGetValue((path, window), out OpenPage? open)) return open;
        bool dark = window == Window.NarrowAndDark;
        return shown[(path, window)] = await OpenAsync(path, WidthOf(window), dark);
    }

    /// <summary>In pixels.</summary>
    internal static int WidthOf(Window window) => window == Window.NarrowAndDark ? Narrow : Wide;

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.DisposeAsync();
        playwright?.Dispose();
    }
}

using Microsoft.Playwright;

namespace Scenes.Tests.Browser;

/// <summary>A page in the browser, with what it complained of and what it asked for.</summary>
internal sealed class OpenPage : IAsyncDisposable
{
    private readonly List<string> complaints = [];
    private readonly List<string> requests = [];

    private OpenPage(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") complaints.Add($"{message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Add(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith("data:", StringComparison.Ordinal) && !request.Url.StartsWith("blob:", StringComparison.Ordinal)) requests.Add(request.Url);
        };
    }

    public IPage Page { get; }

    /// <summary>Errors and warnings of the console, and exceptions that nobody caught.</summary>
    public IReadOnlyList<string> Complaints => complaints;

    /// <summary>What was asked for besides the page itself.</summary>
    public IEnumerable<string> Requests => requests.Skip(1);

    /// <summary>Opens a file and waits until every chart on it is drawn.</summary>
    public static async Task<OpenPage> OfAsync(IPage page, string path)
    {
        var open = new OpenPage(page);
        await page.GotoAsync(new Uri(path).AbsoluteUri);
        await page.WaitForFunctionAsync("() => [...document.querySelectorAll('.scenes-panel')].every(panel => panel.dataset.drawn === 'true' && panel.querySelector('svg.main-svg'))");
        return open;
    }

    /// <summary>Evaluates a script that gives a list of texts.</summary>
    public Task<string[]> ListAsync(string script) => Page.EvaluateAsync<string[]>(script);

    /// <summary>Moves the mouse over a chart until it shows a value, and away again.</summary>
    /// <param name="panel">The chart.</param>
    /// <returns>What it shows; empty where it shows nothing anywhere.</returns>
    public async Task<string> HoverAsync(ILocator panel)
    {
        await panel.ScrollIntoViewIfNeededAsync();
        var shares = from round in Enumerable.Range(0, 3) // a busy machine shows some values late
                     from across in new[] { 0.5f, 0.4f, 0.6f, 0.3f, 0.7f } // between two bars there is nothing to show
                     from down in new[] { 0.3f, 0.5f, 0.7f, 0.8f, 0.9f, 0.95f }
                     select (across, down);
        string text = "";
        foreach (var (across, down) in shares)
        {
            var box = (await panel.Locator(".nsewdrag").First.BoundingBoxAsync())!;
            await Page.Mouse.MoveAsync(box.X + box.Width * across, box.Y + box.Height * down);
            text = await panel.EvaluateAsync<string>(Scripts.ShownValue);
            if (text.Length > 0) break;
        }
        await Page.Mouse.MoveAsync(0, 0);
        return text;
    }

    /// <summary>Shows the page as it would be printed on A4, with its charts as narrow as the paper.</summary>
    public async Task PrintAsync()
    {
        await Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Page.SetViewportSizeAsync(718, 1000); // A4 between margins of 1 cm, in CSS pixels
        await Page.WaitForFunctionAsync("() => [...document.querySelectorAll('svg.main-svg')].every(svg => svg.getBoundingClientRect().right <= innerWidth + 1)");
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

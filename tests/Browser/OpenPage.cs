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

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}

namespace Scenes.Tests.Browser;

/// <summary>The report and notebooks of a whole run on the built-in sample, as <see cref="PageTests"/> looks at small ones; .ci/run has such a run.</summary>
public sealed class RealPageTests(Chromium chromium, RealRun run) : IClassFixture<Chromium>, IClassFixture<RealRun>
{
    public static TheoryData<string> Pages => RealRun.Pages;

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_Opened_IsSilentOfflineAndFullyDrawn(string name)
    {
        foreach (Window window in Enum.GetValues<Window>())
        {
            var open = await chromium.ShowAsync(run[name], window);
            Assert.Empty(open.Complaints);
            Assert.Empty(open.Requests);
            Assert.NotEqual(0, await open.Page.Locator(".scenes-panel:has(svg.main-svg)").CountAsync());
            Assert.Empty(await open.ListAsync(Scripts.Undrawn));
        }
    }

    [Fact]
    public async Task Report_HasEveryFigureAndTableThatTheRunStored()
    {
        string[] stored = [.. new[] { "figures", "tables" }.SelectMany(kind => Directory.EnumerateFiles(Path.Combine(RealRun.Folder, kind), "*.json")).Select(Path.GetFileNameWithoutExtension).OfType<string>()];
        var open = await chromium.ShowAsync(run["report.html"]);
        Assert.NotEmpty(stored);
        Assert.Subset((await open.ListAsync(Scripts.Figures)).ToHashSet(), stored.ToHashSet());
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Chart_MouseOverAPoint_ShowsItsValue(string name)
    {
        var open = await chromium.ShowAsync(run[name]);
        Assert.Matches(@"\d", await open.HoverAsync(open.Page.Locator(".scenes-panel").First));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Texts_LightAndDark_StandOutFromTheirBackground(string name)
    {
        foreach (Window window in Enum.GetValues<Window>())
        {
            var open = await chromium.ShowAsync(run[name], window);
            Assert.Equal(window == Window.NarrowAndDark ? "dark" : "light", await open.Page.EvaluateAsync<string>(Scripts.Scheme));
            Assert.Empty(await open.ListAsync(Scripts.Faint(PageTests.LeastContrast)));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_NarrowAndWide_FitsItsWindow(string name)
    {
        foreach (Window window in Enum.GetValues<Window>())
        {
            var open = await chromium.ShowAsync(run[name], window);
            Assert.InRange(await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, Chromium.WidthOf(window));
            Assert.Empty(await open.ListAsync(Scripts.Overflowing));
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Page_PrintedFromADarkWindow_IsDarkOnWhiteAndWithinThePaper(string name)
    {
        await using var open = await chromium.OpenAsync(run[name], Chromium.Wide, dark: true);
        await open.PrintAsync();
        Assert.Equal("light", await open.Page.EvaluateAsync<string>(Scripts.Scheme));
        Assert.Empty(await open.ListAsync(Scripts.Faint(PageTests.LeastContrast)));
        Assert.Empty(await open.ListAsync(Scripts.Overflowing));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Everything_ForKeyboardAndScreenReaders_IsReachedAndHasAName(string name)
    {
        await using var open = await chromium.OpenAsync(run[name], Chromium.Narrow);
        Assert.Empty(await open.ListAsync(Scripts.Nameless));
        Assert.Empty(await open.ListAsync(Scripts.Unreachable));
        await open.Page.Keyboard.PressAsync("Tab");
        Assert.NotEqual("body", await open.Page.EvaluateAsync<string>("() => document.activeElement.localName"));
    }
}

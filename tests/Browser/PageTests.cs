namespace Scenes.Tests.Browser;

/// <summary>The report and executed notebooks as a reader meets them: in a browser, offline, in any size and light, with a mouse, a keyboard or a screen reader.</summary>
public sealed class PageTests(Chromium chromium, TinyRun run) : IClassFixture<Chromium>, IClassFixture<TinyRun>
{
    /// <summary>Text on its background, as WCAG 2.2 asks of text of normal size.</summary>
    internal const double LeastContrast = 4.5;

    [Theory]
    [MemberData(nameof(TinyRun.Pages), MemberType = typeof(TinyRun))]
    public async Task Page_Opened_IsSilentOfflineAndFullyDrawn(string name)
    {
        foreach (Window window in Enum.GetValues<Window>())
        {
            var open = await chromium.ShowAsync(run[name], window);
            Assert.Empty(open.Complaints);
            Assert.Empty(open.Requests);
            Assert.NotEmpty(await open.ListAsync(Scripts.Figures));
            Assert.Empty(await open.ListAsync(Scripts.Undrawn));
        }
    }

    [Theory]
    [InlineData("report.html", 11)] // class counts, two curves, three of the diagnosis, two matrices, accuracies, calibration and its counts
    [InlineData("01-images.html", 1)]
    public async Task Page_Opened_HasAllItsCharts(string name, int count)
    {
        var open = await chromium.ShowAsync(run[name]);
        Assert.Equal(count, await open.Page.Locator(".scenes-panel:has(svg.main-svg)").CountAsync());
    }

    [Theory]
    [InlineData("report.html")]
    [InlineData("02-training.html")]
    public async Task Chart_MouseOverAPoint_ShowsItsValue(string name)
    {
        var open = await chromium.ShowAsync(run[name]);
        var panel = open.Page.Locator("[id$='learning-curves-plain-cnn'] .scenes-panel").First;
        Assert.Matches(@"\d", await open.HoverAsync(panel));
    }

    [Theory]
    [InlineData("report.html", Window.WideAndLight)]
    [InlineData("report.html", Window.NarrowAndDark)]
    [InlineData("03-answers.html", Window.WideAndLight)]
    [InlineData("03-answers.html", Window.NarrowAndDark)]
    public async Task Texts_LightAndDark_StandOutFromTheirBackground(string name, Window window)
    {
        var open = await chromium.ShowAsync(run[name], window);
        Assert.Equal(window == Window.NarrowAndDark ? "dark" : "light", await open.Page.EvaluateAsync<string>(Scripts.Scheme));
        Assert.Empty(await open.ListAsync(Scripts.Faint(LeastContrast)));
    }

    [Theory]
    [InlineData(Window.WideAndLight)]
    [InlineData(Window.NarrowAndDark)]
    public async Task HeatMap_StrongestCell_HasAReadableNumber(Window window)
    {
        var open = await chromium.ShowAsync(run["03-answers.html"], window);
        Assert.InRange(await open.Page.EvaluateAsync<double>(Scripts.HeatContrast), LeastContrast, 21);
    }

    [Theory]
    [InlineData("report.html", Window.NarrowAndDark)]
    [InlineData("report.html", Window.WideAndLight)]
    [InlineData("01-images.html", Window.WideAndLight)]
    [InlineData("02-training.html", Window.WideAndLight)]
    [InlineData("03-answers.html", Window.NarrowAndDark)]
    [InlineData("03-answers.html", Window.WideAndLight)]
    public async Task Page_NarrowAndWide_FitsItsWindow(string name, Window window)
    {
        var open = await chromium.ShowAsync(run[name], window);
        Assert.InRange(await open.Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth"), 1, Chromium.WidthOf(window));
        Assert.Empty(await open.ListAsync(Scripts.Overflowing));
    }

    [Fact]
    public async Task Window_Narrowed_ChartsFollow()
    {
        await using var open = await chromium.OpenAsync(run["report.html"], Chromium.Wide);
        await open.Page.SetViewportSizeAsync(Chromium.Narrow, 900);
        await open.Page.WaitForFunctionAsync("() => [...document.querySelectorAll('svg.main-svg')].every(svg => svg.getBoundingClientRect().right <= innerWidth + 1)");
        Assert.Empty(await open.ListAsync(Scripts.Overflowing));
    }

    [Fact]
    public async Task Report_PrintedFromADarkWindow_IsDarkOnWhiteAndWithinThePaper()
    {
        await using var open = await chromium.OpenAsync(run["report.html"], Chromium.Wide, dark: true);
        await open.PrintAsync();
        Assert.Equal("light", await open.Page.EvaluateAsync<string>(Scripts.Scheme));
        Assert.Empty(await open.ListAsync(Scripts.Faint(LeastContrast)));
        Assert.Empty(await open.ListAsync(Scripts.Overflowing));
        byte[] pdf = await open.Page.PdfAsync(new() { Format = "A4" });
        Assert.Equal("%PDF"u8.ToArray(), pdf[..4]);
    }

    [Theory]
    [MemberData(nameof(TinyRun.Pages), MemberType = typeof(TinyRun))]
    public async Task Everything_ForScreenReaders_HasAName(string name)
    {
        var open = await chromium.ShowAsync(run[name]);
        Assert.Empty(await open.ListAsync(Scripts.Nameless));
    }

    [Fact]
    public async Task Report_Keyboard_SkipsTheContentsAndReachesWhatScrolls()
    {
        await using var open = await chromium.OpenAsync(run["report.html"], Chromium.Wide);
        await open.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("skip", await open.Page.EvaluateAsync<string>("() => document.activeElement.className"));
        Assert.True(await open.Page.EvaluateAsync<bool>("() => document.activeElement.getBoundingClientRect().left >= 0"), "the skip link is focused and cannot be seen");
        await open.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await open.Page.EvaluateAsync<string>("() => document.querySelector(location.hash).closest('main').localName"));
        Assert.Empty(await open.ListAsync(Scripts.Unreachable));
    }
}

using Scenes.Reporting.Capture;

namespace Scenes.Runner.Doctor.Checks;

/// <summary>A browser that draws figures as PNG and SVG.</summary>
internal sealed record BrowserCheck() : Check("browser")
{
    public override Finding Look(Surroundings at) => at.Browser() is { } path
        ? Good(path)
        : Hint($"no Chromium, Chrome or Edge: {BrowserFinder.WhyNone}", $"Only for PNG and SVG of the figures: install one, or name its program by {BrowserFinder.Variable}.");
}

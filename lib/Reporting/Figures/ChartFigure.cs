namespace Scenes.Reporting;

/// <summary>A figure of one or more panels with axes.</summary>
/// <param name="Id">Names the figure in files and links.</param>
/// <param name="Title">What is shown, in a few words.</param>
/// <param name="Caption">What the reader should see in it.</param>
/// <param name="AltText">What the picture says, for those who cannot see it.</param>
/// <param name="Panels">Stand side by side where the page is wide enough.</param>
public sealed record ChartFigure(string Id, string Title, string Caption, string AltText, IReadOnlyList<Panel> Panels)
    : Figure(Id, Title, Caption, AltText);

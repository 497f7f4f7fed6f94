namespace Scenes.Reporting;

/// <summary>A figure of photographs in rows.</summary>
/// <param name="Id">Names the figure in files and links.</param>
/// <param name="Title">What is shown, in a few words.</param>
/// <param name="Caption">What the reader should see in it.</param>
/// <param name="AltText">What the picture says, for those who cannot see it.</param>
/// <param name="Rows">From the top.</param>
public sealed record GalleryFigure(string Id, string Title, string Caption, string AltText, IReadOnlyList<GalleryRow> Rows)
    : Figure(Id, Title, Caption, AltText);

namespace Scenes.Reporting;

/// <summary>Photographs under one heading.</summary>
/// <param name="Title">The heading; may be empty.</param>
/// <param name="Tiles">From the left; they wrap where the page is narrow.</param>
public sealed record GalleryRow(string Title, IReadOnlyList<GalleryTile> Tiles);

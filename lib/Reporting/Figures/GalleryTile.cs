namespace Scenes.Reporting;

/// <summary>One photograph with what is said of it.</summary>
/// <param name="Jpeg">The picture as JPEG, so that the figure needs no file beside it.</param>
/// <param name="Label">First line under the picture.</param>
/// <param name="Detail">Second line; may be empty.</param>
/// <param name="AltText">What the picture is, for those who cannot see it.</param>
/// <param name="Mark">Whether it is marked as right or wrong.</param>
public sealed record GalleryTile(byte[] Jpeg, string Label, string Detail, string AltText, TileMark Mark = TileMark.None);

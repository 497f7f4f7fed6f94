namespace Scenes.Reporting;

/// <summary>How pages become pictures.</summary>
/// <param name="Width">Width of the page in CSS pixels, 200 to 4,000.</param>
/// <param name="Scale">Pixels of the picture for each CSS pixel, 0.5 to 4.</param>
/// <param name="Dark">Whether the page is asked for its dark theme.</param>
public sealed record PngOptions(int Width = 900, double Scale = 1.5, bool Dark = false)
{
    internal void Check()
    {
        if (Width is < 200 or > 4000) throw new ArgumentOutOfRangeException(nameof(Width), Width, "The width is 200 to 4,000 CSS pixels.");
        if (!(Scale is >= 0.5 and <= 4)) throw new ArgumentOutOfRangeException(nameof(Scale), Scale, "The scale is 0.5 to 4.");
    }
}

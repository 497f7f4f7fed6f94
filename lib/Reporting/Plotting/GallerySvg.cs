using System.Globalization;
using System.Text;

namespace Scenes.Reporting.Plotting;

/// <summary>Draws the content of a gallery as SVG that holds its photographs, in the colours of the page.</summary>
internal static class GallerySvg
{
    private const int MostColumns = 8;
    private const int Side = 120, Gap = 10, HeadingHeight = 24, LineHeight = 16, Padding = 6; // pixels

    /// <summary>The elements, and the size in pixels of the picture they fill.</summary>
    public static (string Body, int Width, int Height) Of(GalleryFigure gallery)
    {
        int columns = Math.Clamp(gallery.Rows.Select(row => row.Tiles.Count).DefaultIfEmpty(1).Max(), 1, MostColumns);
        var body = new StringBuilder();
        int y = Gap;
        SvgText.Append(body, Gap, y + LineHeight, gallery.Title, "font-weight:600;font-size:14px");
        y += HeadingHeight;
        foreach (GalleryRow row in gallery.Rows)
        {
            if (row.Title.Length > 0)
            {
                SvgText.Append(body, Gap, y + LineHeight, row.Title, "font-weight:600;font-size:13px");
                y += HeadingHeight;
            }
            foreach (GalleryTile[] line in row.Tiles.Chunk(columns))
            {
                int height = Side + line.Max(tile => Label(tile).Length + Detail(tile).Length) * LineHeight + Padding;
                for (int column = 0; column < line.Length; column++) AppendTile(body, line[column], Gap + column * (Side + Gap), y, height);
                y += height + Gap;
            }
        }
        int heading = gallery.Rows.Select(row => row.Title).Append(gallery.Title).Max(title => title.Length) * SvgText.TitleLetterWidth;
        return (body.ToString(), Gap + Math.Max(columns * (Side + Gap), heading + Gap), y);
    }

    /// <summary>A tile is an image of its own.</summary>
    private static void AppendTile(StringBuilder svg, GalleryTile tile, int x, int y, int height)
    {
        string? frame = tile.Mark switch
        {
            TileMark.Right => "stroke:var(--scenes-blue)",
            TileMark.Wrong => "stroke:var(--scenes-vermillion);stroke-dasharray:6 4",
            _ => null,
        };
        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"{x}\" y=\"{y}\" width=\"{Side}\" height=\"{height}\"><title>{Html.Encode(tile.AltText)}</title>");
        if (tile.Jpeg.Length > 0)
            svg.Append(CultureInfo.InvariantCulture, $"<image width=\"{Side}\" height=\"{Side}\" href=\"data:image/jpeg;base64,{Convert.ToBase64String(tile.Jpeg)}\"/>");
        else
            SvgText.Append(svg, 0, Side / 2, "cannot be read", "font-size:12px");
        if (frame is not null)
            svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"1\" y=\"1\" width=\"{Side - 2}\" height=\"{Side - 2}\" style=\"fill:none;{frame};stroke-width:2\"/>");
        int bottom = Side;
        foreach (string line in Label(tile)) SvgText.Append(svg, 0, bottom += LineHeight, line, "font-size:12px");
        foreach (string line in Detail(tile)) SvgText.Append(svg, 0, bottom += LineHeight, line, "font-size:11px");
        svg.Append("</svg>\n");
    }

    private static string[] Label(GalleryTile tile) => Lines(tile.Mark switch { TileMark.Right => "✓ ", TileMark.Wrong => "✗ ", _ => "" } + tile.Label);

    private static string[] Detail(GalleryTile tile) => tile.Detail.Length > 0 ? Lines(tile.Detail) : [];

    private static string[] Lines(string text) => SvgText.Lines(text, Side / SvgText.LetterWidth);
}

namespace Scenes.Reporting.Diagrams;

/// <summary>Places a chain of boxes in columns, so that a deep network fits a page.</summary>
internal static class FoldedLayout
{
    private const int LongestColumn = 9;
    private const double ColumnGap = 44, RowGap = 26;

    /// <summary>Whether every box has at most one arrow in and one out, and there are too many for one column.</summary>
    public static bool Fits(List<List<Spot>> rows) =>
        rows.Count > LongestColumn && rows.All(row => row.Count == 1 && row[0].Above.Count <= 1 && row[0].Below.Count <= 1);

    /// <summary>Sets the coordinates of a chain.</summary>
    public static void Place(List<List<Spot>> rows)
    {
        int columns = (rows.Count + LongestColumn - 1) / LongestColumn, height = (rows.Count + columns - 1) / columns;
        double left = 0;
        foreach (Spot[] column in rows.Select(row => row[0]).Chunk(height))
        {
            double width = column.Max(spot => spot.Width), y = 0;
            foreach (var spot in column)
            {
                (spot.X, spot.Y) = (left + width / 2, y);
                y += spot.Height + RowGap;
            }
            left += width + ColumnGap;
        }
    }
}

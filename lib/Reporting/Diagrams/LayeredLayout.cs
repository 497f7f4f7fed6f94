namespace Scenes.Reporting.Diagrams;

/// <summary>
/// Places boxes in rows, after Sugiyama: rows by longest path, bends where an arrow passes a row, fewer crossings by sorting rows by the
/// middle of their neighbours, then straighter arrows by moving boxes towards their neighbours.
/// </summary>
internal static class LayeredLayout
{
    private const double ColumnGap = 26, RowGap = 34;
    private const int Sweeps = 12;

    /// <summary>Rows from the top, spots from the left, with their coordinates set.</summary>
    public static List<List<Spot>> Of(DiagramFigure figure)
    {
        var rows = Rows(figure);
        for (int sweep = 0; sweep < Sweeps; sweep++) Sort(rows, down: sweep % 2 == 0);
        foreach (var row in rows) Separate(row);
        for (int sweep = 0; sweep < Sweeps; sweep++) Straighten(rows, down: sweep % 2 == 0);
        double left = rows.Min(row => row.Min(spot => spot.X - spot.Width / 2)), y = 0;
        foreach (var row in rows)
        {
            double height = row.Max(spot => spot.Height);
            foreach (var spot in row)
            {
                if (spot.Box is null) spot.Height = height;
                (spot.X, spot.Y) = (spot.X - left, y + (height - spot.Height) / 2);
            }
            y += height + RowGap;
        }
        return rows;
    }

    private static List<List<Spot>> Rows(DiagramFigure figure)
    {
        var ranks = Ranks.Of(figure);
        var spots = figure.Boxes.ToDictionary(box => box.Id, box => new Spot(box), StringComparer.Ordinal);
        List<List<Spot>> rows = [.. Enumerable.Range(0, ranks.Values.Max() + 1).Select(_ => new List<Spot>())];
        foreach (var box in figure.Boxes) rows[ranks[box.Id]].Add(spots[box.Id]);
        foreach (var arrow in figure.Arrows)
        {
            Spot last = spots[arrow.From];
            for (int rank = ranks[arrow.From] + 1; rank < ranks[arrow.To]; rank++)
            {
                var bend = new Spot(null);
                rows[rank].Add(bend);
                Join(last, bend);
                last = bend;
            }
            Join(last, spots[arrow.To]);
        }
        return rows;
    }

    private static void Join(Spot above, Spot below)
    {
        above.Below.Add(below);
        below.Above.Add(above);
    }

    private static void Sort(List<List<Spot>> rows, bool down)
    {
        foreach (var row in down ? rows : Enumerable.Reverse(rows))
        {
            var place = rows.SelectMany(other => other.Select((spot, i) => (spot, place: (i + 0.5) / other.Count))).ToDictionary(pair => pair.spot, pair => pair.place);
            Spot[] sorted = [.. row.OrderBy(spot => (down ? spot.Above : spot.Below) is { Count: > 0 } near ? near.Average(neighbour => place[neighbour]) : place[spot])];
            row.Clear();
            row.AddRange(sorted);
        }
    }

    private static void Separate(List<Spot> row)
    {
        double x = 0;
        foreach (var spot in row)
        {
            spot.X = x + spot.Width / 2;
            x += spot.Width + ColumnGap;
        }
        foreach (var spot in row) spot.X -= (x - ColumnGap) / 2;
    }

    private static void Straighten(List<List<Spot>> rows, bool down)
    {
        foreach (var row in down ? rows : Enumerable.Reverse(rows))
        {
            double[] wanted = [.. row.Select(spot => (down ? spot.Above : spot.Below) is { Count: > 0 } near ? near.Average(neighbour => neighbour.X) : spot.X)];
            double[] left = [.. wanted], right = [.. wanted];
            for (int i = 1; i < row.Count; i++) left[i] = Math.Max(left[i], left[i - 1] + Distance(row[i - 1], row[i]));
            for (int i = row.Count - 2; i >= 0; i--) right[i] = Math.Min(right[i], right[i + 1] - Distance(row[i], row[i + 1]));
            for (int i = 0; i < row.Count; i++) row[i].X = (left[i] + right[i]) / 2;
        }
    }

    private static double Distance(Spot left, Spot right) => (left.Width + right.Width) / 2 + ColumnGap;
}

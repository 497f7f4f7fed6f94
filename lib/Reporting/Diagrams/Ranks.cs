namespace Scenes.Reporting.Diagrams;

/// <summary>The row of each box: one below the lowest box that points to it.</summary>
internal static class Ranks
{
    /// <summary>Rows by box id, from 0.</summary>
    /// <exception cref="ArgumentException">Arrows form a circle.</exception>
    public static Dictionary<string, int> Of(DiagramFigure figure)
    {
        var waiting = figure.Boxes.ToDictionary(box => box.Id, box => figure.Arrows.Count(arrow => arrow.To == box.Id), StringComparer.Ordinal);
        var ranks = figure.Boxes.ToDictionary(box => box.Id, _ => 0, StringComparer.Ordinal);
        var ready = new Queue<string>(figure.Boxes.Where(box => waiting[box.Id] == 0).Select(box => box.Id));
        int done = 0;
        for (; ready.TryDequeue(out string? id); done++)
            foreach (var arrow in figure.Arrows.Where(arrow => arrow.From == id))
            {
                ranks[arrow.To] = Math.Max(ranks[arrow.To], ranks[id] + 1);
                if (--waiting[arrow.To] == 0) ready.Enqueue(arrow.To);
            }
        if (done == figure.Boxes.Count) return ranks;
        string circle = string.Join(", ", waiting.Where(box => box.Value > 0).Select(box => box.Key));
        throw new ArgumentException($"Arrows of diagram {figure.Id} form a circle through {circle}; it cannot be laid out.");
    }
}

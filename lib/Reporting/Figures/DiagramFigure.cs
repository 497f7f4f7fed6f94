namespace Scenes.Reporting;

/// <summary>A figure of boxes and arrows, laid out from top to bottom in the direction of the arrows.</summary>
public sealed record DiagramFigure : Figure
{
    /// <summary>Checks and keeps the boxes and arrows.</summary>
    /// <param name="id">Names the figure in files and links.</param>
    /// <param name="title">What is shown, in a few words.</param>
    /// <param name="caption">What the reader should see in it.</param>
    /// <param name="altText">What the picture says, for those who cannot see it.</param>
    /// <param name="boxes">With different ids; boxes side by side keep this order where arrows allow it.</param>
    /// <param name="arrows">Between these boxes, without a circle.</param>
    /// <exception cref="ArgumentException">There is no box, one is null, two have one id, an arrow names an unknown box, or arrows form a circle.</exception>
    public DiagramFigure(string id, string title, string caption, string altText, IReadOnlyList<DiagramBox> boxes, IReadOnlyList<DiagramArrow> arrows)
        : base(id, title, caption, altText)
    {
        ArgumentNullException.ThrowIfNull(boxes);
        ArgumentNullException.ThrowIfNull(arrows);
        if (boxes.Contains(null!) || arrows.Contains(null!)) throw new ArgumentException($"Diagram {id} has a box or an arrow that is null.", nameof(boxes));
        if (boxes.Count == 0) throw new ArgumentException($"Diagram {id} has no box.", nameof(boxes));
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var box in boxes)
            if (!known.Add(box.Id)) throw new ArgumentException($"Two boxes of diagram {id} have the id '{box.Id}'.", nameof(boxes));
        foreach (var arrow in arrows)
            if (!known.Contains(arrow.From) || !known.Contains(arrow.To))
                throw new ArgumentException($"The arrow from '{arrow.From}' to '{arrow.To}' of diagram {id} names a box that is not there.", nameof(arrows));
        (Boxes, Arrows) = (boxes, arrows);
        _ = Diagrams.Ranks.Of(this);
    }

    /// <summary>The boxes.</summary>
    public IReadOnlyList<DiagramBox> Boxes { get; }

    /// <summary>The arrows.</summary>
    public IReadOnlyList<DiagramArrow> Arrows { get; }
}

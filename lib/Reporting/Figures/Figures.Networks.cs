using Scenes.Backbones;

namespace Scenes.Reporting;

/// <summary>Figures of networks.</summary>
public static partial class Figures
{
    /// <summary>Layers and the way of the data between them: a network, a residual block with its skip, an inception block with its branches.</summary>
    /// <param name="diagram">Taken from a network by <see cref="Backbone.Diagram(int, int)"/>.</param>
    /// <param name="id">Names the figure; null: from the diagram's title.</param>
    public static DiagramFigure Network(NetworkDiagram diagram, string? id = null)
    {
        ArgumentNullException.ThrowIfNull(diagram);
        long parameters = diagram.Nodes.Sum(node => node.Parameters);
        string summary = $"{diagram.Nodes.Count} boxes, {Say.Count(parameters)} parameters.";
        return new DiagramFigure(
            id ?? Slug.Of($"network-{diagram.Title}"), diagram.Title, $"Under each layer: the shape of its result (channels x height x width). {summary}",
            $"Diagram of {diagram.Title}. {summary} {Say.List(diagram.Edges.Select(edge => $"{edge.From} to {edge.To}"))}.",
            [.. diagram.Nodes.Select(Box)], [.. diagram.Edges.Distinct().Select(edge => new DiagramArrow(edge.From, edge.To))]);
    }

    private static DiagramBox Box(DiagramNode node)
    {
        var details = new List<string>();
        if (node.Then.Count > 0) details.Add($"+ {string.Join(", ", node.Then.Distinct())}");
        details.Add(string.Join(" x ", node.Shape.SkipWhile((size, axis) => axis == 0 && size == 1)));
        return new DiagramBox(node.Id, node.Id.StartsWith(node.Label, StringComparison.Ordinal) ? node.Label : $"{node.Label} · {node.Id}", details, node.Kind switch
        {
            DiagramKind.Convolution => Colour.Blue,
            DiagramKind.Pooling => Colour.Orange,
            DiagramKind.Join => Colour.Green,
            DiagramKind.Linear => Colour.Purple,
            DiagramKind.Block => Colour.Vermillion,
            _ => Colour.Muted,
        });
    }
}

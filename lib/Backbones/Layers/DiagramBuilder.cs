namespace Scenes.Backbones.Layers;

/// <summary>Turns a traced pass into boxes and arrows.</summary>
internal static class DiagramBuilder
{
    private const string InputId = "input";

    public static NetworkDiagram OfNetwork(Backbone network, int height, int width)
    {
        long[] input = [1, 3, height, width];
        return Build(network.Spec.Title, input, NetworkInspector.Trace(network, NetworkInspector.Outline(network), input, network.call));
    }

    public static NetworkDiagram OfBlock(Backbone network, string stage, int height, int width)
    {
        int index = StageChain.IndexOf(network.Stages, stage, network.Spec.Name);
        var (name, block) = network.Stages[index];
        long[] before = index == 0 ? [1, 3, height, width] : NetworkInspector.Describe(network, height, width)[index - 1].Shape.ToArray();
        var parts = NetworkInspector.Parts("", block).ToList();
        if (parts.Count == 0) parts = [(name, block)];
        return Build($"{network.Spec.Title}, {name}", before, NetworkInspector.Trace(network, parts, before, block.call));
    }

    private static NetworkDiagram Build(string title, long[] input, IReadOnlyList<TracedStep> steps)
    {
        List<DiagramNode> nodes = [new(InputId, DiagramKind.Input, InputId, [], input, 0)];
        List<DiagramEdge> edges = [];
        int[] nodeOf = new int[steps.Count]; // the node that a step belongs to
        int maker(int source) => source < 0 ? 0 : nodeOf[source];
        for (int index = 0; index < steps.Count; index++)
        {
            var step = steps[index];
            var kind = LayerText.KindOf(step);
            if (kind == DiagramKind.Elementwise && maker(step.Sources[0]) is var owner and > 0)
            {
                nodeOf[index] = owner;
                nodes[owner] = Absorb(nodes[owner], step);
                continue;
            }
            nodeOf[index] = nodes.Count;
            string id = Unique(step.Name, nodes);
            edges.AddRange(step.Sources.Select(source => new DiagramEdge(nodes[maker(source)].Id, id)));
            nodes.Add(new DiagramNode(id, kind, Label(step), LayerText.Inside(step.Layer), step.Shape, NetworkInspector.Parameters(step.Layer)));
        }
        return new NetworkDiagram(title, nodes, edges);
    }

    private static DiagramNode Absorb(DiagramNode node, TracedStep step) => node with
    {
        Then = [.. node.Then, Label(step)],
        Shape = step.Shape,
        Parameters = node.Parameters + NetworkInspector.Parameters(step.Layer),
    };

    private static string Label(TracedStep step) => step.Layer is null ? step.Name : LayerText.Of(step.Layer);

    private static string Unique(string name, List<DiagramNode> nodes)
    {
        string id = name;
        for (int count = 2; nodes.Any(node => node.Id == id); count++) id = $"{name} {count}";
        return id;
    }
}

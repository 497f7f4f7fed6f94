using Scenes.Backbones;

namespace Scenes.Tests.Backbones;

public class NetworkDiagramTests
{
    [Fact]
    public void Diagram_Vgg16_IsTheChainOfThePaper()
    {
        using var network = Backbone.Create("vgg16", classCount: 6, widthFactor: 0.125);
        var diagram = network.Diagram(224, 224);
        // Configuration D: 2, 2, 3, 3, 3 convolutions, each group followed by a pool; average; three linear layers.
        Assert.Equal(13, diagram.Nodes.Count(node => node.Kind == DiagramKind.Convolution));
        Assert.Equal(3, diagram.Nodes.Count(node => node.Kind == DiagramKind.Linear));
        Assert.Equal(5, diagram.Nodes.Count(node => node.Label == "max pool"));
        Assert.Equal(diagram.Nodes.Skip(1).Zip(diagram.Nodes, (to, from) => new DiagramEdge(from.Id, to.Id)), diagram.Edges);
        Assert.Equal(["ReLU"], diagram.Nodes.Single(node => node.Id == "features.0").Then);
        Assert.Equal([1L, 64, 14, 14], diagram.Nodes.Single(node => node.Id == "features.23").Shape);
        Assert.Equal([1L, 6], diagram.Nodes[^1].Shape);
    }

    [Fact]
    public void Diagram_ResidualBlockWithProjection_JoinsBothWays()
    {
        using var network = Backbone.Create("resnet50", widthFactor: 0.125);
        var diagram = network.Diagram("layer2.0", 64, 64);
        Assert.Equal(["input", "conv1", "conv2", "conv3", "downsample.0", "add"], diagram.Nodes.Select(node => node.Id));
        Assert.Equal(
            [new("input", "conv1"), new("conv1", "conv2"), new("conv2", "conv3"), new("input", "downsample.0"), new("conv3", "add"), new("downsample.0", "add")],
            diagram.Edges);
        Assert.Equal(["batch norm", "ReLU"], diagram.Nodes[1].Then);
        Assert.Equal("conv 3 x 3, stride 2", diagram.Nodes[2].Label);
        Assert.Equal(["batch norm"], diagram.Nodes[3].Then);
        Assert.Equal(["ReLU"], diagram.Nodes[^1].Then);
    }

    [Fact]
    public void Diagram_ResidualBlockWithoutProjection_SkipsFromTheInput()
    {
        using var network = Backbone.Create("resnet50", widthFactor: 0.125);
        Assert.Contains(new DiagramEdge("input", "add"), network.Diagram("layer2.1", 64, 64).Edges);
    }

    [Fact]
    public void Diagram_InceptionBlock_HasFourBranches()
    {
        using var network = Backbone.Create("inception_v3", widthFactor: 0.125);
        var diagram = network.Diagram("Mixed_6b", 299, 299);
        Assert.Equal(4, diagram.Edges.Count(edge => edge.From == "input"));
        Assert.Equal(["branch1x1", "branch7x7_3", "branch7x7dbl_5", "branch_pool"], diagram.Edges.Where(edge => edge.To == "concat").Select(edge => edge.From));
        Assert.Equal("conv 1 x 7", diagram.Nodes.Single(node => node.Id == "branch7x7_2").Label);
        Assert.Equal([17L, 17], diagram.Nodes[^1].Shape.Skip(2));
    }

    [Fact]
    public void Diagram_InceptionBlockE_SplitsBranchesTwice()
    {
        using var network = Backbone.Create("inception_v3", widthFactor: 0.125);
        var edges = network.Diagram("Mixed_7c", 299, 299).Edges;
        Assert.Equal(["branch3x3_2a", "branch3x3_2b"], edges.Where(edge => edge.From == "branch3x3_1").Select(edge => edge.To));
        Assert.Equal(["branch1x1", "concat", "concat 2", "branch_pool"], edges.Where(edge => edge.To == "concat 3").Select(edge => edge.From));
    }

    [Theory]
    [InlineData("mobilenet_v2", "features.3", "add")]
    [InlineData("squeezenet1_1", "features.4", "concat")]
    public void Diagram_OtherBlocks_EndInTheirJoin(string name, string stage, string join)
    {
        using var network = Backbone.Create(name, widthFactor: 0.25);
        var diagram = network.Diagram(stage, 64, 64);
        Assert.Equal(join, diagram.Nodes[^1].Id);
        Assert.Equal(2, diagram.Edges.Count(edge => edge.To == join));
    }

    [Theory]
    [MemberData(nameof(BackboneTests.Names), MemberType = typeof(BackboneTests))]
    public void Diagram_EveryNetwork_IsOneChainFromInputToEnd(string name)
    {
        using var network = Backbone.Create(name, classCount: 4, widthFactor: 0.125);
        var diagram = network.Diagram(network.Spec.MinimumSize, network.Spec.MinimumSize);
        Assert.Equal(diagram.Nodes.Skip(1).Zip(diagram.Nodes, (to, from) => new DiagramEdge(from.Id, to.Id)), diagram.Edges);
        Assert.Equal(diagram.Nodes.Sum(node => node.Parameters), network.Describe(network.Spec.MinimumSize, network.Spec.MinimumSize).Sum(row => row.Parameters));
    }

    [Fact]
    public void Describe_NetworkInTraining_KeepsModesAndStatistics()
    {
        using var network = Backbone.Create("resnet50", widthFactor: 0.125);
        network.Freeze("layer2");
        network.train();
        bool[] modes = [.. network.modules().Select(module => module.training)];
        var before = network.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.clone());
        network.Describe(64, 96);
        Assert.Equal(modes, network.modules().Select(module => module.training));
        Assert.All(network.state_dict(), pair => Assert.True(Bits.Equal(pair.Value, before[pair.Key]), pair.Key));
    }
}

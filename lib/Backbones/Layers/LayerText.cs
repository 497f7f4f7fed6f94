using Scenes.Backbones.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Scenes.Backbones.Layers;

/// <summary>What a layer is, for tables and diagrams.</summary>
internal static class LayerText
{
    public static string Of(nn.Module layer) => layer switch
    {
        Conv2d conv => Convolution(conv),
        InceptionConvolution => Convolution(layer.modules().OfType<Conv2d>().Single()),
        Linear => "linear",
        FoldableBatchNorm => "batch norm",
        ReLU => "ReLU",
        ReLU6 => "ReLU6",
        Dropout => "dropout",
        MaxPool2d => "max pool",
        AdaptiveAvgPool2d => "adaptive average pool",
        Sequential => string.Join(", ", layer.children().Select(Of)),
        _ => layer.GetName(),
    };

    public static DiagramKind KindOf(TracedStep step) => step.Layer switch
    {
        Conv2d or InceptionConvolution => DiagramKind.Convolution,
        Linear => DiagramKind.Linear,
        FoldableBatchNorm or ReLU or ReLU6 or Dropout => DiagramKind.Elementwise,
        MaxPool2d or AdaptiveAvgPool2d => DiagramKind.Pooling,
        not null => DiagramKind.Block,
        null => step.Name switch
        {
            Operations.Flattened or Operations.Copied => DiagramKind.Elementwise,
            Operations.Sum or Operations.Concatenation => DiagramKind.Join,
            _ => DiagramKind.Pooling,
        },
    };

    /// <summary>Layers inside a box that the diagram names beside it.</summary>
    public static string[] Inside(nn.Module? layer) => layer is InceptionConvolution ? ["batch norm", "ReLU"] : [];

    private static string Convolution(Conv2d conv)
    {
        string stride = conv.stride[0] == 1 ? "" : $", stride {conv.stride[0]}";
        string depthwise = conv.groups == 1 ? "" : "depthwise ";
        return $"{depthwise}conv {conv.kernel_size[0]} x {conv.kernel_size[1]}{stride}";
    }
}

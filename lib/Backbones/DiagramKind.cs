namespace Scenes.Backbones;

/// <summary>What a box of a diagram is.</summary>
public enum DiagramKind
{
    /// <summary>The image or map that goes in.</summary>
    Input,

    /// <summary>A convolution.</summary>
    Convolution,

    /// <summary>Maximum or mean over windows or over the whole map.</summary>
    Pooling,

    /// <summary>Branches meet: sum or concatenation.</summary>
    Join,

    /// <summary>A fully connected layer.</summary>
    Linear,

    /// <summary>A block with layers of its own inside.</summary>
    Block,

    /// <summary>Works on each value alone: activation, dropout, batch norm. Drawn with the box before it.</summary>
    Elementwise,
}

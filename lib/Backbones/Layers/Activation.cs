namespace Scenes.Backbones.Layers;

/// <summary>What is applied to the result of a convolution before it is written.</summary>
internal enum Activation
{
    None,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>min(max(x, 0), 6).</summary>
    Relu6,
}

using TorchSharp;

namespace Scenes.Backbones;

/// <summary>One tensor as the header of a safetensors file describes it.</summary>
/// <param name="Name">Key of the tensor.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes, outermost first; empty for a scalar.</param>
/// <param name="Start">First byte, counted from the end of the header.</param>
/// <param name="End">The byte after the last.</param>
public sealed record SafetensorsEntry(string Name, torch.ScalarType Type, IReadOnlyList<long> Shape, long Start, long End)
{
    /// <summary>Size of the values in bytes.</summary>
    public long ByteCount => End - Start;

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type} {ShapeText(Shape)}";

    internal static string ShapeText(IReadOnlyList<long> shape) => $"[{string.Join(" x ", shape)}]";
}

using Scenes.Backbones;

namespace Scenes.Tests.Backbones;

public sealed class KeyListTests
{
    private static readonly string[] Layer = ["layer.0.a", "layer.0.b", "layer.1.a", "layer.1.b", "layer.1.c"];

    [Theory]
    [InlineData("", "layer.* (5)")]
    [InlineData("file [1], network [2]", "layer.* (5, such as layer.0.a: file [1], network [2])")]
    public void Text_WholePart_IsFoldedWithAnExample(string said, string expected) =>
        Assert.Equal($"{expected}, layers.x{(said.Length > 0 ? $" ({said})" : "")}", KeyList.Text(Layer.Append("layers.x").ToDictionary(key => key, _ => said), Layer));

    [Fact]
    public void Text_PartThatHasOtherKeys_IsListed() =>
        Assert.Equal(string.Join(", ", Layer), KeyList.Text(Layer.ToDictionary(key => key, _ => ""), [.. Layer, "layer.2.a"]));

    [Fact]
    public void Text_FewKeys_AreListed() =>
        Assert.Equal("layer.0.a, layer.0.b, layer.1.a, layer.1.b", KeyList.Text(Layer[..4].ToDictionary(key => key, _ => ""), Layer[..4]));

    [Fact]
    public void Text_ManyKeysWithoutDots_AreListed() =>
        Assert.Equal("a, b, c, d, e, f", KeyList.Text("abcdef".ToDictionary(key => $"{key}", _ => ""), []));
}

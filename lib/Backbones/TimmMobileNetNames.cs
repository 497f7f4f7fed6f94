using System.Globalization;

namespace Scenes.Backbones;

/// <summary>Turns the keys of timm's <c>mobilenetv2_100</c> into torchvision's. Same network, other names.</summary>
internal static class TimmMobileNetNames
{
    /// <summary>A key that only timm's files have.</summary>
    public const string Mark = "conv_stem.weight";

    private static readonly int[] BlocksPerGroup = [1, 2, 3, 4, 3, 3, 1]; // timm counts blocks within groups, torchvision through

    private static readonly Dictionary<string, string> Outside = new(StringComparer.Ordinal)
    {
        ["conv_stem"] = "features.0.0",
        ["bn1"] = "features.0.1",
        ["conv_head"] = "features.18.0",
        ["bn2"] = "features.18.1",
        ["classifier"] = "classifier.1",
    };

    private static readonly Dictionary<string, string> FirstBlock = new(StringComparer.Ordinal)
    {
        ["conv_dw"] = "0.0",
        ["bn1"] = "0.1",
        ["conv_pw"] = "1",
        ["bn2"] = "2",
    };

    private static readonly Dictionary<string, string> OtherBlocks = new(StringComparer.Ordinal)
    {
        ["conv_pw"] = "0.0",
        ["bn1"] = "0.1",
        ["conv_dw"] = "1.0",
        ["bn2"] = "1.1",
        ["conv_pwl"] = "2",
        ["bn3"] = "3",
    };

    /// <summary>torchvision's name of a key; the key itself where it follows no rule, so that strict loading reports it.</summary>
    public static string ToTorchvision(string key)
    {
        string[] parts = key.Split('.');
        if (parts.Length == 2 && Outside.TryGetValue(parts[0], out string? layer)) return $"{layer}.{parts[1]}";
        if (parts is not ["blocks", var groupText, var blockText, var part, var parameter]) return key;
        if (!Number(groupText, out int group) || !Number(blockText, out int block) || group >= BlocksPerGroup.Length || block >= BlocksPerGroup[group]) return key;
        if (!(group == 0 ? FirstBlock : OtherBlocks).TryGetValue(part, out string? inside)) return key;
        return $"features.{1 + BlocksPerGroup.Take(group).Sum() + block}.conv.{inside}.{parameter}";
    }

    private static bool Number(string text, out int value) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}

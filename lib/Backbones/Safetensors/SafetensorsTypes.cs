using static TorchSharp.torch;

namespace Scenes.Backbones;

/// <summary>The element types that are read and written, by their names in the format.</summary>
internal static class SafetensorsTypes
{
    private static readonly (string Name, ScalarType Type, int Bytes)[] Table =
    [
        ("F64", ScalarType.Float64, 8),
        ("I64", ScalarType.Int64, 8),
        ("F32", ScalarType.Float32, 4),
        ("I32", ScalarType.Int32, 4),
        ("F16", ScalarType.Float16, 2),
        ("BF16", ScalarType.BFloat16, 2),
        ("U8", ScalarType.Byte, 1),
        ("BOOL", ScalarType.Bool, 1),
    ];

    public static string Allowed { get; } = string.Join(", ", Table.Select(row => row.Name));

    public static (ScalarType Type, int Bytes)? Find(string name)
    {
        foreach (var row in Table)
            if (row.Name == name) return (row.Type, row.Bytes);
        return null;
    }

    public static (string Name, int Bytes)? Find(ScalarType type)
    {
        foreach (var row in Table)
            if (row.Type == type) return (row.Name, row.Bytes);
        return null;
    }
}

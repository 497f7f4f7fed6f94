using System.Text.Json;
using System.Text.Json.Serialization;
using Scenes.Runtime;

namespace Scenes.Tests.Imaging;

/// <summary>Stored outputs of Pillow; tests/Oracles/imaging/README.md says how they were made.</summary>
internal static class ImagingOracle
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static IReadOnlyList<T> Rows<T>(string name) => JsonSerializer.Deserialize<List<T>>(
        File.ReadAllBytes(Path.Combine(Folders.Repository, "tests", "Oracles", "imaging", name)), Options)!;

    /// <summary>The largest difference between two sets of values, with the place and both values for the message.</summary>
    public static (int Largest, string Where) Difference(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        (int largest, int at) = (0, 0);
        for (int i = 0; i < expected.Length; i++)
            if (Math.Abs(expected[i] - actual[i]) > largest) (largest, at) = (Math.Abs(expected[i] - actual[i]), i);
        return (largest, expected.Length == 0 ? "" : $"value {at}: expected {expected[at]}, got {actual[at]}");
    }
}

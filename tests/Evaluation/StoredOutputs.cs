using System.Text.Json;
using Scenes.Runtime;

namespace Scenes.Tests.Evaluation;

/// <summary>Outputs of the reference libraries; the README beside each file says how they were made.</summary>
internal static class StoredOutputs
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string topic, string name) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(Folders.Repository, "tests", "Oracles", topic, name)), Options)!;

    /// <summary>Compares number by number; a failure names the place, both values and the largest difference.</summary>
    public static void AssertClose(IReadOnlyList<double> expected, IReadOnlyList<double> actual, double tolerance, string what)
    {
        Assert.Equal(expected.Count, actual.Count);
        int worst = 0;
        double largest = 0;
        for (int i = 0; i < expected.Count; i++)
        {
            double difference = Math.Abs(expected[i] - actual[i]);
            if (difference > largest || double.IsNaN(difference)) (worst, largest) = (i, difference);
        }
        Assert.True(largest <= tolerance,
            expected.Count == 0 ? what : $"{what}: value {worst} is {actual[worst]:R}, expected {expected[worst]:R}; largest difference {largest:E2}, allowed {tolerance:E2}.");
    }
}

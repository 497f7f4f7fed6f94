using System.Text.Json;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class StatisticalResultsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private static readonly StatisticalResult[] Results =
    [
        Proportions.Wilson(1395, 1502, quantity: "accuracy of \"a\", tuned"), McNemar.Exact(new PairedOutcomes(101, 121, 59, 33)),
        CochranQ.Test(StatisticsOracle.Models), DetectableDifference.OfPair(20, 0.1),
    ];

    [Fact]
    public void Csv_EveryKindOfResult_ReadsBackTheSame()
    {
        string path = Path.Combine(folder, "tests.csv");
        StatisticalResultsFile.WriteCsv(path, Results);
        Assert.Equal(Results, StatisticalResultsFile.ReadCsv(path));
    }

    [Fact]
    public void Json_EveryKindOfResult_HasItsFields()
    {
        string path = Path.Combine(folder, "tests.json");
        StatisticalResultsFile.WriteJson(path, Results);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal(4, document.RootElement.GetArrayLength());
        Assert.Equal(Results[1].P, document.RootElement[1].GetProperty("p").GetDouble());
        Assert.False(document.RootElement[0].TryGetProperty("p", out _));
        Assert.Equal("NaN", document.RootElement[3].GetProperty("estimate").GetString());
    }

    [Theory]
    [InlineData("a,b\n", "the first line is 'a,b'")] // another table
    [InlineData("{H}\nx,y\n", "row 2 has 2 fields")]
    [InlineData("{H}\nx,y,3,,,,,0.95,,,s\n", "row 2 has no estimate")]
    [InlineData("{H}\nx,y,3,a,,,,0.95,,,s\n", "'a' is no number")]
    public void Csv_Damaged_SaysWhat(string text, string expected)
    {
        string path = Path.Combine(folder, "tests.csv");
        File.WriteAllText(path, text.Replace("{H}", "name,quantity,n,estimate,statistic,statistic_name,p,confidence,low,high,sentence", StringComparison.Ordinal));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => StatisticalResultsFile.ReadCsv(path)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

using Scenes.Data;
using Scenes.Evaluation;

namespace Scenes.Tests.Evaluation;

public sealed class PredictionsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private static readonly Predictions Sample = new("a \"net\", tuned", SceneSplit.Test, ["sea", "ice, snow"], ["x/1.jpg", "y/\"2\",\n.jpg", "tied.jpg"], [0, 1, 1],
        new double[,] { { 1.0 / 3, 2.0 / 3 }, { double.Epsilon, 1 }, { 0.5, 0.5 } }, [1, 1, 1]);

    [Fact]
    public void Csv_AwkwardNamesAndNumbers_ReadBackTheSame()
    {
        string path = Path.Combine(folder, "p.csv");
        PredictionsCsv.Write(path, Sample);
        AssertSame(Sample, PredictionsCsv.Read(path));
    }

    [Fact]
    public void Json_AwkwardNamesAndNumbers_ReadBackTheSame()
    {
        string path = Path.Combine(folder, "p.json");
        PredictionsJson.Write(path, Sample);
        AssertSame(Sample, PredictionsJson.Read(path));
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")] // Windows
    [InlineData("\r")] // spreadsheets call it Macintosh
    public void Csv_AnyLineEndsAndMark_AreRead(string end)
    {
        string path = Path.Combine(folder, "p.csv");
        File.WriteAllText(path, $"\uFEFFmodel,split,file,label,predicted,probability:a,probability:b{end}net,Test,1.jpg,0,1,0.25,0.75{end}net,Test,2.jpg,0,1,0.5,0.5{end}");
        Predictions read = PredictionsCsv.Read(path);
        Assert.Equal(("net", 2), (read.Model, read.Count));
        Assert.Equal(0.75, read.Probabilities[0, 1]);
    }

    [Theory]
    [InlineData("", "the first line is ''")] // empty file
    [InlineData("a,b\n1,2\n", "the first line is 'a,b'")] // another table
    [InlineData("{H}\n", "no row")] // header alone
    [InlineData("{H}\nm,Test,1.jpg,0,0,0.5\n", "row 2 has 6 fields")] // a column short
    [InlineData("{H}\nm,Test,1.jpg,zero,0,0.5,0.5\n", "'zero' is no number")]
    [InlineData("{H}\nm,Test,1.jpg,1.7,1,0.5,0.5\n", "'1.7' is no number of a class")]
    [InlineData("{H}\nm,Test,1.jpg,0,NaN,0.5,0.5\n", "'NaN' is no number of a class")]
    [InlineData("{H}\nm,Exam,1.jpg,0,0,0.5,0.5\n", "split 'Exam'")]
    [InlineData("{H}\nm,Test,1.jpg,7,0,0.5,0.5\n", "label 7")]
    [InlineData("{H}\nm,Test,1.jpg,0,0,0.4,0.6\n", "class 1 has the highest")] // prediction is not the argmax
    [InlineData("{H}\nm,Test,1.jpg,0,0,0.5,0.9\n", "sum to")] // no distribution
    [InlineData("{H}\nm,Test,1.jpg,0,0,0.5,0.5\nm2,Test,2.jpg,0,0,0.5,0.5\n", "row 3 is of m2")] // two models
    [InlineData("{H}\nm,Test,\"1.jpg,0,0,0.5,0.5\n", "never closed")]
    [InlineData("{H}\nm,Test,\"1\"x,0,0,0.5,0.5\n", "after a closing quote")]
    public void Csv_Damaged_SaysWhat(string text, string expected)
    {
        string path = Path.Combine(folder, "p.csv");
        File.WriteAllText(path, text.Replace("{H}", "model,split,file,label,predicted,probability:a,probability:b", StringComparison.Ordinal));
        string message = Assert.Throws<InvalidDataException>(() => PredictionsCsv.Read(path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "")] // cut off
    [InlineData("{}", "missing field")]
    [InlineData("{\"format\":\"scenes-predictions/1\",\"model\":\"m\",\"split\":\"Test\",\"classes\":[\"a\",\"b\"],\"files\":[\"1\"],\"labels\":[0],\"predicted\":[0],\"probabilities\":[[1]]}", "row 0")]
    public void Json_Damaged_SaysWhat(string text, string expected)
    {
        string path = Path.Combine(folder, "p.json");
        File.WriteAllText(path, text);
        string message = Assert.Throws<InvalidDataException>(() => PredictionsJson.Read(path)).Message;
        Assert.Contains(expected, message, StringComparison.Ordinal);
        Assert.StartsWith(path, message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void AssertSame(Predictions expected, Predictions actual)
    {
        Assert.Equal(expected.Model, actual.Model);
        Assert.Equal(expected.Split, actual.Split);
        Assert.Equal(expected.ClassNames, actual.ClassNames);
        Assert.Equal(expected.Files, actual.Files);
        Assert.Equal(expected.Labels, actual.Labels);
        Assert.Equal(expected.Probabilities, actual.Probabilities);
        Assert.Equal(expected.Predicted, actual.Predicted);
    }
}

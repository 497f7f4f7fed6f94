using Scenes.Data;
using Scenes.Reporting;

namespace Scenes.Tests.Reporting;

public sealed class MetricsFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private string File => Path.Combine(folder, "metrics.csv");

    [Fact]
    public void Add_SameModelAgain_ReplacesItsRow()
    {
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Test, 50));
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Validation, 60));
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Test, 70));
        Assert.Equal([(SceneSplit.Validation, 60), (SceneSplit.Test, 70)], MetricsFile.Read(File).Select(row => (row.Split, row.Correct)));
    }

    [Fact]
    public void Add_SameModelUnderAnotherRecipe_ReplacesItsRow()
    {
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Test, 50));
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Test, 60) with { Recipe = "article" });
        Assert.Equal(("article", 60), MetricsFile.Read(File).Select(row => (row.Recipe, row.Correct)).Single());
    }

    [Fact]
    public void Add_ManyAtOnce_LosesNoRow()
    {
        Parallel.For(0, 16, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i => MetricsFile.Add(File, Row("02", $"cnn {i}", SceneSplit.Test, i)));
        Assert.Equal(16, MetricsFile.Read(File).Count);
    }

    [Fact]
    public void Read_FileOfAnEarlierVersion_TakesTestRowsAsJudged()
    {
        const string Row = "02,cnn,modern,{0},2,1,0.5,0.1,0.9,1.0\n";
        System.IO.File.WriteAllText(File, "notebook,model,recipe,split,n,correct,accuracy,low,high,seconds\n" + Row.Replace("{0}", "validation", StringComparison.Ordinal)
            + Row.Replace("{0}", "test", StringComparison.Ordinal));
        Assert.Equal([(SceneSplit.Validation, false), (SceneSplit.Test, true)], MetricsFile.Read(File).Select(row => (row.Split, row.Judged)));
    }

    [Fact]
    public void Add_WritesTheDocumentedColumns()
    {
        MetricsFile.Add(File, new MetricsRow("02", "a, \"b\"", "modern", SceneSplit.Test, 3, 1, 0.25, 0.5, 1.5, Judged: true));
        Assert.Equal(
            ["notebook,model,recipe,split,n,correct,accuracy,low,high,seconds,judged", "02,\"a, \"\"b\"\"\",modern,test,3,1,0.333333,0.250000,0.500000,1.500,yes"],
            System.IO.File.ReadAllLines(File));
        Assert.Equal("a, \"b\"", Assert.Single(MetricsFile.Read(File)).Model);
    }

    [Fact]
    public void Clear_RemovesTheRowsOfOneNotebook()
    {
        MetricsFile.Add(File, Row("02", "cnn", SceneSplit.Test, 50));
        MetricsFile.Add(File, Row("03", "vgg16", SceneSplit.Test, 60));
        MetricsFile.Clear(File, "02", isKept: _ => false);
        Assert.Equal("03", Assert.Single(MetricsFile.Read(File)).Notebook);
    }

    [Theory]
    [InlineData("")]
    [InlineData("something,else\n")]
    [InlineData("notebook,model,recipe,split,n,correct,accuracy,low,high,seconds\n02,cnn\n")]
    [InlineData("notebook,model,recipe,split,n,correct,accuracy,low,high,seconds\n02,cnn,modern,somewhere,1,1,1,1,1,1\n")]
    [InlineData("notebook,model,recipe,split,n,correct,accuracy,low,high,seconds\n02,cnn,modern,test,one,1,1,1,1,1\n")]
    [InlineData("notebook,model,recipe,split,n,correct,accuracy,low,high,seconds\n02,cnn,modern,test,99999999999,1,1,1,1,1\n")]
    [InlineData("notebook,model,recipe,split,n,correct,accuracy,low,high,seconds,judged\n02,cnn,modern,test,1,1,1,1,1,1,maybe\n")]
    public void Read_AnotherFile_IsRefusedByName(string text)
    {
        System.IO.File.WriteAllText(File, text);
        Assert.Contains(File, Assert.Throws<InvalidDataException>(() => MetricsFile.Read(File)).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static MetricsRow Row(string notebook, string model, SceneSplit split, int correct) =>
        new(notebook, model, "modern", split, 100, correct, 0, 1, 1);
}

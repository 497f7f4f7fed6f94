using System.CommandLine;
using Scenes.Evaluation;
using Scenes.Reporting;
using Scenes.Runner.Commands;
using Scenes.Tests.Evaluation;

namespace Scenes.Tests.Reporting;

public sealed class RunComparisonTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("scenes-").FullName;

    private string Before => Path.Combine(folder, "before");

    private string After => Path.Combine(folder, "after");

    [Fact]
    public void Of_SameImages_TestsPairsAndAdjustsThem()
    {
        int[] labels = [.. Enumerable.Repeat(0, 40)];
        Write(Before, "up", labels, wrong: 12);
        Write(After, "up", labels, wrong: 0);
        Write(Before, "same", labels, wrong: 3);
        Write(After, "same", labels, wrong: 3);
        Write(Before, "noise", labels, wrong: 4);
        Write(After, "noise", labels, wrong: 3);
        Write(Before, "gone", labels, wrong: 1);
        RunComparison comparison = RunComparison.Of(RunFolder.Open(Before), RunFolder.Open(After));
        var byName = comparison.Changes.ToDictionary(change => change.Model);
        Assert.Equal(2 / 4096.0, byName["up"].Test!.P!.Value, 1e-12); // 12 images, all one way: 2 / 2^12
        Assert.Equal(2 * byName["up"].Test!.P!.Value, byName["up"].AdjustedP!.Value, 1e-12); // two tests
        Assert.Equal("better, more than chance", byName["up"].Verdict);
        Assert.Equal(("the same answers", (StatisticalResult?)null), (byName["same"].Verdict, byName["same"].Test));
        Assert.Equal("may be chance", byName["noise"].Verdict);
        Assert.Equal("only in the first run", byName["gone"].Verdict);
        Assert.Equal("Of 3 rows of metrics.csv in both runs, 2 changed in accuracy, 1 of them by more than chance.", comparison.Sentence);
    }

    [Fact]
    public void Of_OtherImages_ComparesByIntervals()
    {
        Write(Before, "a", [.. Enumerable.Repeat(0, 40)], wrong: 30);
        Write(After, "a", [.. Enumerable.Repeat(0, 90)], wrong: 2); // 40 of 90 are in both
        ModelChange change = Assert.Single(RunComparison.Of(RunFolder.Open(Before), RunFolder.Open(After)).Changes);
        Assert.Equal("Newcombe interval", change.Test!.Name);
        Assert.Null(change.AdjustedP);
        Assert.True(change.IsMoreThanChance);
    }

    /// <summary>One of twenty rows moves as far as one in twenty does by chance.</summary>
    [Fact]
    public void Of_ManyRowsOnOtherImages_CountsThemAll()
    {
        for (int row = 0; row < 20; row++)
        {
            Write(Before, $"m{row}", [.. Enumerable.Repeat(0, 100)], wrong: 30);
            Write(After, $"m{row}", [.. Enumerable.Repeat(0, 250)], wrong: row == 0 ? 48 : 75); // 100 of 250 are in both
        }
        RunComparison comparison = RunComparison.Of(RunFolder.Open(Before), RunFolder.Open(After));
        Assert.True(Proportions.Difference((70, 100), (202, 250)).Low > 0);
        Assert.Equal(20, comparison.Changes.Count);
        Assert.DoesNotContain(comparison.Changes, change => change.IsMoreThanChance);
    }

    [Fact]
    public void Of_MostImagesInBoth_TestsThesePairs()
    {
        Write(Before, "a", [.. Enumerable.Repeat(0, 40)], wrong: 12);
        Write(After, "a", [.. Enumerable.Repeat(0, 39), 1, 0], wrong: 0); // one label changed, one image is new
        ModelChange change = Assert.Single(RunComparison.Of(RunFolder.Open(Before), RunFolder.Open(After)).Changes);
        Assert.Equal(("exact McNemar test", 39), (change.Test!.Name, change.Test.N));
        Assert.Equal(2 / 4096.0, change.AdjustedP!.Value, 1e-12);
    }

    [Fact]
    public void Difference_NewcombesOwnCase_HasHisInterval()
    {
        // Newcombe 1998, table II, case (a), method 10: 56/70 - 48/80, 0.0524 to 0.3339.
        StatisticalResult difference = Proportions.Difference((48, 80), (56, 70));
        Assert.Equal((0.2, 0.0524, 0.3339), (Math.Round(difference.Estimate, 4), Math.Round(difference.Low!.Value, 4), Math.Round(difference.High!.Value, 4)));
    }

    [Fact]
    public async Task Command_TwoRuns_PrintsTheTable()
    {
        Write(Before, "a", [0, 0, 1], wrong: 1);
        Write(After, "a", [0, 0, 1], wrong: 0);
        var (code, output) = await RunAsync(Before, After);
        Assert.Equal(0, code);
        Assert.Contains("may be chance", output, StringComparison.Ordinal);
        Assert.StartsWith("The first run has no run.json", output, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync(Before, Path.Combine(folder, "nothing"))).Code);
    }

    [Fact]
    public void CompareRecords_TwoRuns_NamesWhatDiffers()
    {
        var one = new RunRecord("sample", new string('a', 64), 0, "", "", "cpu", "a machine", DateTimeOffset.UnixEpoch);
        RunRecord two = one with { Split = new string('b', 64), Seed = 7, Machine = "another" };
        Assert.Equal("The runs differ in split (aaaaaaaa, then bbbbbbbb), seed (0, then 7), machine (a machine, then another).", RunRecord.Compare(one, two));
        Assert.Equal("The runs have the same data, split, seed, commit, versions and machine.", RunRecord.Compare(one, one));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static void Write(string run, string model, int[] labels, int wrong)
    {
        Predictions said = TestPredictions.FromClasses(model, labels, [.. labels.Select((label, i) => i < wrong ? 1 - label : label)], 2);
        PredictionsCsv.Write(Path.Combine(run, "predictions", $"03-vgg16-{model}-test.csv"), said);
        MetricsFile.Add(Path.Combine(run, MetricsFile.Name), MetricsRow.Of("03-vgg16", said, "modern", 1));
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        var output = new StringWriter();
        int code = await CompareCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}

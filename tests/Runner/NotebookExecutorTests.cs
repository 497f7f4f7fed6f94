using System.Text.Json.Nodes;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

public sealed class NotebookExecutorTests : IDisposable
{
    /// <summary>A cell that stops its own run: no clock decides what the test sees.</summary>
    private const string Stop = "((System.Threading.CancellationTokenSource)AppDomain.CurrentDomain.GetData(\"scenes-test-stop\")).Cancel();";

    private readonly NotebookFile file = new();

    [Fact]
    public async Task RunAsync_LaterCell_SeesVariablesMethodsAndUsingsOfEarlierOnes()
    {
        var (result, outputs) = await file.RunAsync(
            "using System.Globalization;\nint a = 40;\nint Twice(int x) => 2 * x;", "record Pair(int X, int Y);", "new Pair(Twice(a), CultureInfo.InvariantCulture.LCID).X");
        Assert.Equal(NotebookOutcome.Completed, result.Outcome);
        Assert.Equal("80", Plain(Assert.Single(outputs[2])!));
    }

    [Theory]
    [InlineData("1 + 1", "2")] // an expression is shown
    [InlineData("\"a\" + 1", "a1")]
    [InlineData("0.5", "0.5")]
    [InlineData("await Task.FromResult(3)", "3")]
    [InlineData("new[] { 1, 2, 3 }", "[ 1, 2, 3 ]")]
    [InlineData("int x = 1;\nx", "1")]
    [InlineData("(string)null", "<null>")]
    public async Task RunAsync_TrailingExpression_IsTheResult(string cell, string shown)
    {
        var (_, outputs) = await file.RunAsync(cell);
        var output = Assert.Single(outputs[0])!;
        Assert.Equal("execute_result", (string?)output["output_type"]);
        Assert.Equal(1, (int?)output["execution_count"]);
        Assert.Equal(shown, Plain(output));
    }

    [Theory]
    [InlineData("int x = 1;")]
    [InlineData("int x = 1; x.ToString();")]
    [InlineData("GC.KeepAlive(1)")] // no value
    [InlineData("if (true) { }")]
    [InlineData("await Task.CompletedTask")]
    public async Task RunAsync_TrailingStatement_ShowsNothing(string cell)
    {
        var (result, outputs) = await file.RunAsync(cell);
        Assert.Equal(NotebookOutcome.Completed, result.Outcome);
        Assert.Empty(outputs[0]);
    }

    [Fact]
    public async Task RunAsync_StreamsAndDisplays_KeepTheirOrder()
    {
        var (_, outputs) = await file.RunAsync(
            "Console.Write(\"a\"); Console.WriteLine(\"b\"); Console.Error.WriteLine(\"c\"); display(1); 2.Display(); Console.WriteLine(\"d\");\n3");
        Assert.Equal(
            ["stdout:ab\n", "stderr:c\n", "display_data:1", "display_data:2", "stdout:d\n", "execute_result:3"],
            outputs[0].Select(output => (string?)output!["output_type"] == "stream" ? $"{output["name"]}:{output["text"]}" : $"{output["output_type"]}:{Plain(output)}"));
    }

    [Fact]
    public async Task RunAsync_ThreadsOfACell_WriteToItsOutputs()
    {
        var (_, outputs) = await file.RunAsync(
            "Parallel.For(0, 50, i => Console.Write(\"x\"));\nvar thread = new System.Threading.Thread(() => Console.Write(\"y\")); thread.Start(); thread.Join();");
        Assert.Equal(new string('x', 50) + "y", (string?)Assert.Single(outputs[0])!["text"]);
    }

    [Fact]
    public async Task RunAsync_CarriageReturns_LeaveTheLastStateOfTheLine()
    {
        var (_, outputs) = await file.RunAsync("Console.Write(\"10 %\\r50 %\\r100 %\\ndone\\r\\n\");");
        Assert.Equal("100 %\ndone\n", (string?)Assert.Single(outputs[0])!["text"]);
    }

    [Fact]
    public async Task RunAsync_ReferenceOfTheLibrary_GivesTheRunnersOwnTypes()
    {
        string library = Path.Combine(Folders.Repository, "bin", "Scenes.Lib.dll");
        var (result, _) = await file.RunAsync($"#r \"{library}\"\nusing Scenes.Runtime;\nAppDomain.CurrentDomain.SetData(\"scenes-test-type\", typeof(Device));");
        Assert.Equal(NotebookOutcome.Completed, result.Outcome);
        Assert.Same(typeof(Device), AppDomain.CurrentDomain.GetData("scenes-test-type"));
    }

    [Fact]
    public async Task RunAsync_ReferenceAndLoad_AreRelativeToTheNotebook()
    {
        string sub = Directory.CreateDirectory(Path.Combine(file.Folder, "sub")).FullName;
        await File.WriteAllTextAsync(Path.Combine(sub, "helper.csx"), "int Seven() => 7;", TestContext.Current.CancellationToken);
        File.Copy(typeof(MathNet.Numerics.Constants).Assembly.Location, Path.Combine(sub, "MathNet.Numerics.dll"));
        var (result, outputs) = await file.RunAsync("#r \"sub/MathNet.Numerics.dll\"\n#load \"sub/helper.csx\"\nSeven() + MathNet.Numerics.SpecialFunctions.Factorial(3)");
        Assert.Equal("", result.Message);
        Assert.Equal("13", Plain(outputs[0][0]!));
    }

    [Fact]
    public async Task RunAsync_CellThrows_StopsWithLineAndKeepsWhatWasShown()
    {
        var (result, outputs) = await file.RunAsync("1", "Console.WriteLine(\"before\");\nint zero = 0;\nint x = 1 / zero;\nx", "3");
        Assert.Equal((NotebookOutcome.Failed, 2), (result.Outcome, result.Cell));
        Assert.StartsWith("line 3: DivideByZeroException: ", result.Message, StringComparison.Ordinal);
        Assert.Equal("1", Plain(outputs[0][0]!));
        Assert.Equal("before\n", (string?)outputs[1][0]!["text"]);
        Assert.Equal("error", (string?)outputs[1][1]!["output_type"]);
        Assert.Equal("DivideByZeroException", (string?)outputs[1][1]!["ename"]);
        string trace = string.Join('\n', outputs[1][1]!["traceback"]!.AsArray().Select(line => (string?)line));
        Assert.Contains("cell 2, line 3\n   3 | int x = 1 / zero;", trace, StringComparison.Ordinal);
        Assert.DoesNotContain(file.Folder, trace, StringComparison.Ordinal);
        Assert.Empty(outputs[2]);
    }

    [Theory]
    [InlineData("Enumerable.Range(0, 3).Select(i => 1 / i)", "line 1: DivideByZeroException: ")] // computed while it is shown
    [InlineData("class Shy { public override string ToString() => throw new FormatException(\"no text\"); }\nnew Shy()", "line 1: FormatException: no text")]
    public async Task RunAsync_ValueThatThrowsWhileItIsShown_FailsTheCell(string cell, string message)
    {
        var (result, outputs) = await file.RunAsync("1", cell, "3");
        Assert.Equal((NotebookOutcome.Failed, 2), (result.Outcome, result.Cell));
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
        Assert.Equal("error", (string?)Assert.Single(outputs[1])!["output_type"]);
        Assert.Empty(outputs[2]);
    }

    [Fact]
    public async Task RunAsync_ExceptionFromTheLibrary_NamesTheLineOfTheCell()
    {
        string library = Path.Combine(Folders.Repository, "bin", "Scenes.Lib.dll");
        var (result, outputs) = await file.RunAsync($"#r \"{library}\"\nusing Scenes.Runtime;\n\nAtomicFile.WriteText(\"\", \"x\");");
        Assert.StartsWith("line 4: ArgumentException: ", result.Message, StringComparison.Ordinal);
        Assert.Contains(outputs[0][0]!["traceback"]!.AsArray(), line => ((string)line!).Contains("Scenes.Runtime.AtomicFile.Write", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("int a = 1;\nint b = a.Missing;", "line 2: CompilationError: CS1061")]
    [InlineData("\nusing var x = new System.IO.MemoryStream()", "line 2: CompilationError: ")] // not even a statement
    [InlineData("#r \"nowhere.dll\"\n1", "line 1: CompilationError: CS0006")]
    [InlineData("1\n#!time", "line 2: CompilationError: '#!time' is a command of one notebook host.")]
    public async Task RunAsync_CellDoesNotCompile_SaysWhere(string cell, string message)
    {
        var (result, outputs) = await file.RunAsync("1", cell);
        Assert.Equal((NotebookOutcome.Failed, 2), (result.Outcome, result.Cell));
        Assert.StartsWith(message, result.Message, StringComparison.Ordinal);
        Assert.Equal("error", (string?)Assert.Single(outputs[1])!["output_type"]);
    }

    [Fact]
    public async Task RunAsync_Skip_EndsTheNotebookWithItsReason()
    {
        string library = Path.Combine(Folders.Repository, "bin", "Scenes.Lib.dll");
        var (result, outputs) = await file.RunAsync($"#r \"{library}\"\nScenes.Reporting.Study.Skip(\"no weights\");", "1");
        Assert.Equal((NotebookOutcome.Skipped, "no weights"), (result.Outcome, result.Message));
        Assert.Equal("Not run: no weights", Plain(Assert.Single(outputs[0])!));
        Assert.Empty(outputs[1]);
    }

    [Fact]
    public async Task RunAsync_Cancelled_LetsTheCellFinishAndKeepsItsOutputs()
    {
        using var stop = new CancellationTokenSource();
        AppDomain.CurrentDomain.SetData("scenes-test-stop", stop);
        file.Grace = TimeSpan.FromMinutes(2);
        var (result, outputs) = await file.RunAsync(stop.Token, "1", $"{Stop}\nawait Task.Delay(100);\n2", "3");
        Assert.Equal((NotebookOutcome.Interrupted, 3), (result.Outcome, result.Cell));
        Assert.Equal("2", Plain(Assert.Single(outputs[1])!));
        Assert.Empty(outputs[2]);
    }

    [Fact]
    public async Task RunAsync_CancelledCellThatNeverStops_IsLeftAfterTheGrace()
    {
        using var stop = new CancellationTokenSource();
        using var release = new ManualResetEventSlim();
        AppDomain.CurrentDomain.SetData("scenes-test-stop", stop);
        AppDomain.CurrentDomain.SetData("scenes-test-release", release);
        file.Grace = TimeSpan.FromSeconds(1);
        var (result, outputs) = await file.RunAsync(
            stop.Token, $"Console.Write(\"started\");\n{Stop}\n((System.Threading.ManualResetEventSlim)AppDomain.CurrentDomain.GetData(\"scenes-test-release\")).Wait();");
        release.Set();
        Assert.Equal((NotebookOutcome.Interrupted, 1), (result.Outcome, result.Cell));
        Assert.Equal("started", (string?)outputs[0][0]!["text"]);
        Assert.Equal("Interrupted", (string?)outputs[0][1]!["ename"]);
    }

    [Fact]
    public async Task RunAsync_TypeWithFormatters_IsShownInEachForm()
    {
        const string Source = """
            class TypeFormatterSourceAttribute : Attribute { public Type FormatterSourceType { get; } public TypeFormatterSourceAttribute(Type type) => FormatterSourceType = type; }
            public class Source { public IEnumerable<object> CreateTypeFormatters() { yield return new Formatter(); } }
            public class Formatter { public string MimeType => "text/html"; public bool Format(object value, System.IO.TextWriter writer) { writer.Write("<b>" + value + "</b>"); return true; } }
            [TypeFormatterSource(typeof(Source))] class Shape { public override string ToString() => "round"; }
            class Circle : Shape { }
            """;
        var (result, outputs) = await file.RunAsync(Source, "display(new Shape());\nnew Circle()");
        Assert.Equal(2, result.Displayed.Count);
        foreach (var output in outputs[1])
            Assert.Equal(("<b>round</b>", "round"), ((string?)output!["data"]!["text/html"], Plain(output)));
    }

    public void Dispose() => file.Dispose();

    private static string? Plain(JsonNode output) => (string?)output["data"]!["text/plain"];
}

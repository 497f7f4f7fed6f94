using System.CommandLine;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Scenes.Runner.Commands;
using Scenes.Runner.Export;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

/// <summary>Notebooks as plain programs.</summary>
public sealed class ExportTests : IDisposable
{
    private readonly NotebookFile files = new();

    [Theory]
    [MemberData(nameof(NotebookRulesTests.Notebooks), MemberType = typeof(NotebookRulesTests))]
    public void Export_EveryNotebook_CompilesAsAProgram(string name)
    {
        var notebook = Notebook.Load(Path.Combine(Folders.Repository, "notebooks", name));
        string program = ProgramExporter.Of(notebook, Path.Combine(Folders.Repository, $"{notebook.Name}.cs"), Folders.Repository);
        Assert.Empty(Errors(program));
        Assert.Contains($"// # {notebook.Title}", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_Cells_KeepOrderStateAndShownValues()
    {
        string program = Export(
            "using System.Text;\nint two = 2;\nstring Twice(int x)\n{\n    return $\"{x * two}\";\n}\ntwo + 1",
            "using System.Globalization;\nrecord Row(int Number);\nvar row = new Row(two);\nConsole.WriteLine(Twice(row.Number))",
            "row");
        Assert.Empty(Errors(program));
        string[] order = ["using System.Globalization;", "Start(\"test\");", "int two = 2;", "display(two + 1);", "var row", "Console.WriteLine(Twice(row.Number));", "display(row);", "record Row"];
        int[] places = [.. order.Select(part => program.IndexOf(part, StringComparison.Ordinal))];
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Export_ReferenceOfTheLibrary_BecomesItsProject()
    {
        string checkout = Folders.Repository.Replace('\\', '/');
        string program = Export($"#r \"{checkout}/bin/Scenes.Lib.dll\"\nusing Scenes.Runtime;\nDevice.Current");
        Assert.DoesNotContain("#r ", program, StringComparison.Ordinal);
        Assert.Contains($"#:project {Path.GetRelativePath(files.Folder, Folders.Repository).Replace('\\', '/')}/Scenes.Lib.csproj\n", program, StringComparison.Ordinal);
        Assert.Contains("using Scenes.Runtime;\n", program, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_NameDeclaredTwice_NamesBothCells()
    {
        var error = Assert.Throws<InvalidDataException>(() => Export("int x = 1;", "var (y, x) = (2, 3);"));
        Assert.Contains("Cell 2 declares 'x', which cell 1 has declared", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_LoadedScript_IsRefused()
    {
        File.WriteAllText(Path.Combine(files.Folder, "more.csx"), "int x = 1;");
        Assert.Contains("#load", Assert.Throws<InvalidDataException>(() => Export("#load \"more.csx\"\nx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_RelativeReference_BecomesAWholePathAndTheRestStays()
    {
        var notebook = Notebook.Load(files.Write("test.ipynb", "#r \"../bin/Scenes.Lib.dll\"\n#r \"nuget: A\"\nusing Scenes.Data;", "1 + 1"));
        string target = Path.Combine(files.Folder, "deeper", "copy.ipynb");
        NotebookCopy.Write(notebook, target);
        string library = Path.Combine(Path.GetDirectoryName(files.Folder)!, "bin", "Scenes.Lib.dll");
        Assert.Equal([$"#r \"{library}\"\n#r \"nuget: A\"\nusing Scenes.Data;", "1 + 1"], Notebook.Load(target).Cells.Select(cell => cell.Source));
    }

    [Theory]
    [InlineData("there.cs")]
    [InlineData("there.ipynb")]
    public async Task Command_FileThatExists_IsReplacedOnlyByForce(string name)
    {
        string notebook = files.Write("test.ipynb", "1 + 1"), target = Path.Combine(files.Folder, name);
        await File.WriteAllTextAsync(target, "mine", TestContext.Current.CancellationToken);
        Assert.Equal(1, await RunAsync(notebook, "--to", target));
        Assert.Equal("mine", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken));
        Assert.Equal(0, await RunAsync(notebook, "--to", target, "--force"));
        Assert.Contains("1 + 1", await File.ReadAllTextAsync(target, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        static async Task<int> RunAsync(params string[] arguments)
        {
            await using var output = new StringWriter();
            return await ExportCommand.Create().Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = output }, TestContext.Current.CancellationToken);
        }
    }

    /// <summary>A script session with nothing set up is the least that a C# host gives: Verso's kernel has these imports and a <c>Variables</c> beside the cells.</summary>
    [Theory]
    [MemberData(nameof(NotebookRulesTests.Notebooks), MemberType = typeof(NotebookRulesTests))]
    public void Copy_EveryNotebook_CompilesInABareScriptSession(string name)
    {
        string target = Path.Combine(files.Folder, "copy.ipynb");
        NotebookCopy.Write(Notebook.Load(Path.Combine(Folders.Repository, "notebooks", name)), target);
        string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var options = ScriptOptions.Default.AddImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "System.Text", "System.Threading.Tasks")
            .AddReferences(assemblies.Where(path => Path.GetFileName(path).StartsWith("System", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path)));
        Script<object>? last = null;
        foreach (var cell in Notebook.Load(target).Cells.Where(cell => cell.IsCode))
        {
            last = last?.ContinueWith(cell.Source) ?? CSharpScript.Create(cell.Source, options, typeof(HostGlobals));
            var errors = last.Compile(TestContext.Current.CancellationToken).Where(found => found.Severity == DiagnosticSeverity.Error);
            Assert.True(!errors.Any(), $"cell {cell.Number}: {string.Join('\n', errors)}");
        }
    }

    public void Dispose() => files.Dispose();

    /// <summary>What such a host puts beside the cells.</summary>
    public sealed record HostGlobals(IDictionary<string, object> Variables);

    private string Export(params string[] cells)
    {
        var notebook = Notebook.Load(files.Write("test.ipynb", cells));
        return ProgramExporter.Of(notebook, Path.Combine(files.Folder, "test.cs"), Folders.Repository);
    }

    /// <summary>What the compiler says of the program, with .NET, the library and what it depends on at hand.</summary>
    private static IEnumerable<string> Errors(string program)
    {
        var options = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest).WithFeatures([new("FileBasedProgram", "true")]);
        string net = Path.GetDirectoryName(typeof(object).Assembly.Location)!, library = Path.Combine(Folders.Repository, "bin");
        var assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == net || File.Exists(Path.Combine(library, Path.GetFileName(path))));
        var compilation = CSharpCompilation.Create(
            "program", [CSharpSyntaxTree.ParseText(program, options, cancellationToken: TestContext.Current.CancellationToken)],
            assemblies.Select(path => MetadataReference.CreateFromFile(path)), new CSharpCompilationOptions(OutputKind.ConsoleApplication));
        return compilation.GetDiagnostics(TestContext.Current.CancellationToken).Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.ToString());
    }
}

using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

/// <summary>The rules that make a notebook run unchanged in every host, and readable.</summary>
public sealed partial class NotebookRulesTests
{
    private const int MostLines = 15, UsualLines = 6;
    private const string Solutions = "solutions";

    private static readonly string Folder = Path.Combine(Folders.Repository, "notebooks");

    public static TheoryData<string> Notebooks { get; } =
        new(Directory.EnumerateFiles(Folder, "*.ipynb", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal));

    /// <summary>The notebooks of the course, without the solutions.</summary>
    public static TheoryData<string> Course { get; } = new(Notebooks.Select(row => row.Data).Where(name => !name.StartsWith(Solutions, StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Metadata_NamesTheKernelAndTheLanguage(string name)
    {
        var metadata = Open(name).Metadata;
        Assert.Equal(".net-csharp", (string?)metadata["kernelspec"]?["name"]);
        Assert.Equal("C#", (string?)metadata["kernelspec"]?["language"]);
        Assert.Equal("csharp", (string?)metadata["language_info"]?["name"]);
        Assert.Equal("csharp", (string?)metadata["polyglot_notebook"]?["kernelInfo"]?["defaultKernelName"]);
    }

    /// <summary>Solutions have the names of the notebooks whose results they read.</summary>
    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Solutions_AndNobodyElse_KeepStoredResults(string name) => Assert.Equal(name.StartsWith(Solutions, StringComparison.Ordinal), Open(name).KeepsResults);

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Cells_HaveValidUniqueIdsAndNoOutputs(string name)
    {
        var cells = Open(name).Cells;
        Assert.All(cells, cell => Assert.Matches("^[a-zA-Z0-9_-]{1,64}$", cell.Id));
        Assert.Equal(cells.Count, cells.Select(cell => cell.Id).Distinct().Count());
        Assert.All(cells, cell => Assert.False(cell.HasOutputs, $"cell {cell.Number} has stored outputs"));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void CodeCells_AreShortAndFollowAnExplanation(string name)
    {
        var cells = Open(name).Cells;
        for (int i = 0; i < cells.Count; i++)
        {
            if (!cells[i].IsCode) continue;
            Assert.True(Lines(cells[i]) <= MostLines, $"cell {i + 1} has {Lines(cells[i])} lines; the limit is {MostLines}");
            Assert.True(i > 0 && !cells[i - 1].IsCode, $"cell {i + 1} has no text before it");
        }
        int[] sizes = [.. cells.Where(cell => cell.IsCode).Select(Lines).Order()];
        Assert.InRange(sizes[sizes.Length / 2], 1, UsualLines);
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void CodeCells_UseOnlyWhatAllHostsHave(string name)
    {
        var code = Open(name).Cells.Where(cell => cell.IsCode).ToList();
        string reference = $"#r \"{(name.StartsWith(Solutions, StringComparison.Ordinal) ? "../.." : "..")}/bin/Scenes.Lib.dll\"\n";
        Assert.StartsWith(reference, code[0].Source, StringComparison.Ordinal);
        Assert.Contains("Device.Current", code[0].Source, StringComparison.Ordinal); // loads the native libraries, so that a problem shows here
        Assert.DoesNotContain(code.Skip(1), cell => cell.Source.Contains("#r ", StringComparison.Ordinal));
        Assert.All(code, cell => Assert.False(IsHostOnly(cell.Source), $"cell {cell.Number} needs what some hosts lack: {cell.Source}"));
    }

    [Theory]
    [MemberData(nameof(Course))]
    public void Text_HasTheFormOfTheCourse(string name)
    {
        string text = string.Join('\n', Open(name).Cells.Where(cell => !cell.IsCode).Select(cell => cell.Source));
        Assert.All(["**You will learn**", "**Before**", "**Time**", "## Summary", "## Exercises", "## Roads not taken", "**Next**"],
            part => Assert.Contains(part, text, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void Cells_CompileOneAfterTheOther(string name)
    {
        var notebook = Open(name);
        using var session = new CSharpSession(notebook.Folder);
        foreach (var cell in notebook.Cells.Where(cell => cell.IsCode))
        {
            var failure = (Record.Exception(() => session.Compile(cell.Source, cell.Number)) as CellException)?.Failure;
            Assert.True(failure is null, $"cell {cell.Number}: {string.Join('\n', failure?.Trace ?? [])}");
            Assert.True(session.ShownExpression is not null || Shows().IsMatch(cell.Source), $"cell {cell.Number} shows nothing");
        }
    }

    /// <summary>What takes long shows how far it is and ends with the run: the study's own calls do, others are given its token.</summary>
    [Theory]
    [MemberData(nameof(Notebooks))]
    public void CodeCells_LongWork_CanBeInterrupted(string name)
    {
        foreach (var cell in Open(name).Cells.Where(cell => cell.IsCode))
        {
            Assert.DoesNotContain("DatasetAudit.Run", cell.Source, StringComparison.Ordinal);
            foreach (Match call in LongCall().Matches(cell.Source))
                Assert.True(call.Value.Contains("study.Cancellation", StringComparison.Ordinal), $"cell {cell.Number}: {call.Value} cannot be interrupted");
        }
    }

    [Fact]
    public void Compiler_IsThatOfThePublishedKernel() => Assert.Equal(new Version(5, 0, 0, 0), typeof(Microsoft.CodeAnalysis.CSharp.CSharpCompilation).Assembly.GetName().Version);

    [Theory]
    [InlineData("using var stream = new System.IO.MemoryStream();\nstream.Length")]
    [InlineData("Span<byte> bytes = new byte[3];\nbytes.Length")]
    [InlineData("var bytes = new byte[3].AsSpan();\nbytes.Length")]
    [InlineData("extension(int x) { public int Twice => 2 * x; }")]
    public void Cell_WithWhatScriptsLack_IsFound(string cell)
    {
        using var session = new CSharpSession(Folder);
        bool refused = Record.Exception(() => session.Compile(cell, 1)) is CellException;
        Assert.True(refused || IsHostOnly(cell), "neither the compiler nor the rule finds it");
    }

    [Theory]
    [InlineData("using var image = Open();")]
    [InlineData("a();\nusing (var x = y) { }\nusing var z = w;")]
    [InlineData("a();\n    using var image = Open();")]
    [InlineData("a(); using var image = Open();")]
    [InlineData("\tawait using var stream = Open();")]
    [InlineData("await using var stream = Open();")]
    [InlineData("using Dictionary<string, Tensor> head = Head();")]
    [InlineData("using Tensor[] rows = Rows();")]
    [InlineData("using Tensor? mask = Mask();")]
    [InlineData("#r \"nuget: Plotly.NET\"")]
    [InlineData("#!time")]
    [InlineData("using Microsoft.DotNet.Interactive;")]
    [InlineData("Span<byte> bytes = data;")]
    [InlineData("ReadOnlySpan<char> text = \"a\";")]
    [InlineData("foreach (var figure in figures) display(figure);")]
    public void HostOnly_WhatSomeHostsLack_IsFound(string cell) => Assert.True(IsHostOnly(cell));

    [Theory]
    [InlineData("using Scenes.Data;")]
    [InlineData("using Rows = System.Collections.Generic.List<int[]>;")]
    [InlineData("using static System.Math;")]
    [InlineData("using (var image = Open())\n    image.Width = 3;")]
    [InlineData("{\n    using var image = Open();\n}")]
    [InlineData("{\nusing var image = Open();\n}")]
    [InlineData("int Width()\n{\nusing var image = Open();\nreturn image.Width;\n}")]
    public void HostOnly_WhatAllHostsHave_IsNotFound(string cell) => Assert.False(IsHostOnly(cell));

    [Fact]
    public void Notebooks_AreThere() => Assert.Contains("02-plain-cnn.ipynb", Directory.EnumerateFiles(Folder).Select(Path.GetFileName));

    /// <summary>Whether a cell declares a <c>using</c> variable outside any block, which is not for script cells, or has what <see cref="HostOnly"/> finds.</summary>
    private static bool IsHostOnly(string cell) => HostOnly().IsMatch(cell)
        || CSharpSyntaxTree.ParseText(cell).GetRoot().ChildNodes().OfType<GlobalStatementSyntax>()
            .Any(statement => statement.Statement is LocalDeclarationStatementSyntax declaration && declaration.UsingKeyword.IsKind(SyntaxKind.UsingKeyword));

    /// <summary>Span locals and extension blocks are not for script cells; the rest needs one host: Verso has no <c>display</c>.</summary>
    [GeneratedRegex(@"^#!|^(ReadOnly)?Span<\w+>\s+\w+\s*=|^extension\s*[(<]|\bdisplay\(|nuget:|Microsoft\.DotNet\.Interactive", RegexOptions.Multiline)]
    private static partial Regex HostOnly();

    [GeneratedRegex(@"\bConsole\.Write")]
    private static partial Regex Shows();

    [GeneratedRegex(@"(HeadSearch\.\w+|CheckReadable|OfLinearHead|GradCam\.Explain|Tsne\.Project)\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)")]
    private static partial Regex LongCall();

    private static int Lines(NotebookCell cell) => cell.Source.Split('\n').Length;

    private static Notebook Open(string name) => Notebook.Load(Path.Combine(Folder, name));
}

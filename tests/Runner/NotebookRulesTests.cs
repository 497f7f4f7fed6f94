using System.Text.RegularExpressions;
using Scenes.Runner.Notebooks;
using Scenes.Runtime;

namespace Scenes.Tests.Runner;

/// <summary>The rules that make a notebook run unchanged in every host, and readable.</summary>
public sealed partial class NotebookRulesTests
{
    private const int MostLines = 15;
    private const string Reference = "#r \"../bin/Scenes.Lib.dll\"";

    private static readonly string Folder = Path.Combine(Folders.Repository, "notebooks");

    public static TheoryData<string> Notebooks { get; } =
        new(Directory.EnumerateFiles(Folder, "*.ipynb", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Folder, file))
            .Order(StringComparer.Ordinal));

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
            int lines = cells[i].Source.Split('\n').Length;
            Assert.True(lines <= MostLines, $"cell {i + 1} has {lines} lines; the limit is {MostLines}");
            Assert.True(i > 0 && !cells[i - 1].IsCode, $"cell {i + 1} has no text before it");
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
    public void CodeCells_UseOnlyWhatAllHostsHave(string name)
    {
        var code = Open(name).Cells.Where(cell => cell.IsCode).ToList();
        Assert.StartsWith(Reference, code[0].Source, StringComparison.Ordinal);
        foreach (var cell in code)
        {
            string[] lines = cell.Source.Split('\n');
            int firstCode = Array.FindIndex(lines, line => line.Length > 0 && !line.StartsWith('#'));
            Assert.DoesNotContain(lines.Skip(Math.Max(firstCode, 0)), line => line.StartsWith("#r", StringComparison.Ordinal));
            Assert.DoesNotMatch(HostOnly(), cell.Source);
        }
    }

    [Theory]
    [MemberData(nameof(Notebooks))]
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
        }
    }

    [Theory]
    [InlineData("using var image = Open();")]
    [InlineData("a();\nusing (var x = y) { }\nusing var z = w;")]
    [InlineData("#r \"nuget: Plotly.NET\"")]
    [InlineData("#!time")]
    [InlineData("using Microsoft.DotNet.Interactive;")]
    [InlineData("Span<byte> bytes = data;")]
    [InlineData("ReadOnlySpan<char> text = \"a\";")]
    public void HostOnly_WhatSomeHostsLack_IsFound(string cell) => Assert.Matches(HostOnly(), cell);

    [Fact]
    public void Notebooks_AreThere() => Assert.Contains("02-plain-cnn.ipynb", Directory.EnumerateFiles(Folder).Select(Path.GetFileName));

    /// <summary>Top-level <c>using var</c> and Span locals do not compile in script cells; the rest needs one host.</summary>
    [GeneratedRegex(@"^using\s+var\s|^#!|^(ReadOnly)?Span<\w+>\s+\w+\s*=|nuget:|Microsoft\.DotNet\.Interactive", RegexOptions.Multiline)]
    private static partial Regex HostOnly();

    private static Notebook Open(string name) => Notebook.Load(Path.Combine(Folder, name));
}

using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Scenes.Reporting;
using Scenes.Runner.Notebooks;

namespace Scenes.Runner.Export;

/// <summary>Turns a notebook into one C# file that <c>dotnet run</c> takes: text becomes comments, shown values become calls.</summary>
/// <remarks>
/// Cells are script code; a program is not quite. Usings go to the top, types to the end, and an expression without a semicolon is shown by
/// <see cref="NotebookProgram.display"/>. Variables and methods stay where they are, as top-level statements.
/// </remarks>
internal static class ProgramExporter
{
    /// <summary>The program.</summary>
    /// <param name="notebook">Its cells must compile.</param>
    /// <param name="target">Where the file will stand; paths in it are relative to that.</param>
    /// <param name="repository">The checkout with the library.</param>
    /// <exception cref="CellException">A cell does not compile.</exception>
    /// <exception cref="InvalidDataException">A cell has what a program cannot have; the message says which and why.</exception>
    public static string Of(Notebook notebook, string target, string repository)
    {
        var program = new ProgramText(notebook.Name, CSharpSession.Imports);
        var declared = new Dictionary<string, int>(StringComparer.Ordinal);
        using var session = new CSharpSession(notebook.Folder);
        foreach (var cell in notebook.Cells.Where(cell => !string.IsNullOrWhiteSpace(cell.Source)))
        {
            if (!cell.IsCode)
            {
                program.AddText(cell.Source);
                continue;
            }
            session.Compile(cell.Source, cell.Number);
            var root = session.Root;
            CheckNames(root, cell.Number, declared);
            AddCode(program, root, session.ShownExpression, cell.Number);
        }
        return program.ToString(ProgramDirectives.Of(notebook.Name, target, repository));
    }

    private static void AddCode(ProgramText program, CompilationUnitSyntax root, ExpressionSyntax? shown, int cell)
    {
        if (root.GetLoadDirectives().Count > 0) throw new InvalidDataException($"Cell {cell} loads a script with #load. A program cannot; put the code into the cell.");
        foreach (var directive in root.Usings) program.AddUsing(directive.ToString());
        var types = root.Members.OfType<BaseTypeDeclarationSyntax>().ToList();
        foreach (var type in types) program.AddType(type.ToString());
        var cut = root.GetReferenceDirectives().Select(directive => directive.FullSpan).Concat(root.Usings.Select(directive => directive.Span))
            .Concat(types.Select(type => type.Span)).OrderByDescending(span => span.Start);
        string code = root.ToFullString();
        if (shown is not null) code = code[..shown.SpanStart] + $"display({shown});" + code[shown.Span.End..];
        else if (root.Members.LastOrDefault() is GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } last }) code = code.Insert(last.Span.End, ";");
        foreach (var span in cut) code = code.Remove(span.Start, span.Length);
        program.AddCode(code);
    }

    /// <summary>A cell may declare a variable again and hide the earlier one; a program may not.</summary>
    private static void CheckNames(CompilationUnitSyntax root, int cell, Dictionary<string, int> declared)
    {
        var names = root.Members.SelectMany(member => member switch
        {
            FieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.Text),
            MethodDeclarationSyntax method => [method.Identifier.Text],
            GlobalStatementSyntax { Statement: ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: DeclarationExpressionSyntax left } } } =>
                left.DescendantNodes().OfType<SingleVariableDesignationSyntax>().Select(variable => variable.Identifier.Text),
            _ => [],
        });
        foreach (string name in names)
            if (!declared.TryAdd(name, cell))
                throw new InvalidDataException($"Cell {cell} declares '{name}', which cell {declared[name]} has declared. A program has each name once; rename one of them.");
    }
}

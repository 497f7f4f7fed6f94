using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Scripting.Hosting;

namespace Scenes.Runner.Notebooks;

/// <summary>The C# of one notebook: cells run one after the other and share what they declare.</summary>
/// <remarks>
/// The runner references the library itself. Its loaded assemblies are registered with the script loader, so that an <c>#r</c> of the
/// library gives cells the very same types and not a second copy.
/// </remarks>
internal sealed class CSharpSession : IDisposable
{
    /// <summary>The namespaces that the C# kernel of .NET Interactive imports.</summary>
    public static IReadOnlyList<string> Imports { get; } =
        ["System", "System.Text", "System.Collections", "System.Collections.Generic", "System.Threading.Tasks", "System.Linq"];

    private readonly InteractiveAssemblyLoader loader = new();
    private readonly ScriptOptions options;
    private readonly string folder;
    private Script<object>? last;
    private string lastFile = "";
    private ScriptState<object>? state;

    /// <param name="folder">The notebook's folder: <c>#r</c> and <c>#load</c> are relative to it.</param>
    public CSharpSession(string folder)
    {
        this.folder = folder;
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies().Append(typeof(Runtime.Device).Assembly))
            if (!assembly.IsDynamic && assembly.Location.Length > 0) loader.RegisterDependency(assembly);
        options = ScriptOptions.Default
            .WithLanguageVersion(LanguageVersion.Latest)
            .WithMetadataResolver(ScriptMetadataResolver.Default.WithBaseDirectory(folder))
            .WithSourceResolver(ScriptSourceResolver.Default.WithBaseDirectory(folder))
            .AddReferences(typeof(CellHost).Assembly, typeof(Enumerable).Assembly)
            .AddImports([.. Imports, typeof(CellHost).FullName!, typeof(CellExtensions).FullName!])
            .WithEmitDebugInformation(true)
            .WithFileEncoding(Encoding.UTF8);
    }

    /// <summary>Compiles one cell after those before it, without running it.</summary>
    /// <param name="source">C# script code.</param>
    /// <param name="cell">Number of the cell, for messages.</param>
    /// <exception cref="CellException">The cell does not compile.</exception>
    public Script<object> Compile(string source, int cell)
    {
        RefuseMagics(source);
        string file = FileOf(cell);
        var script = last is null
            ? CSharpScript.Create(source, options.WithFilePath(file), assemblyLoader: loader)
            : last.ContinueWith(source, options.WithFilePath(file));
        var errors = script.Compile().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0) throw new CellException(CellReport.Of(errors, file, source));
        (last, lastFile) = (script, file);
        return script;
    }

    /// <summary>The syntax of the cell that was compiled last.</summary>
    public CompilationUnitSyntax Root => (CompilationUnitSyntax)Tree.GetRoot();

    /// <summary>What the cell that was compiled last shows: its last statement, when that is an expression without a semicolon and with a value; else null.</summary>
    public ExpressionSyntax? ShownExpression
    {
        get
        {
            if (Root.Members.LastOrDefault() is not GlobalStatementSyntax { Statement: ExpressionStatementSyntax { SemicolonToken.IsMissing: true } statement }) return null;
            var type = last!.GetCompilation().GetSemanticModel(Tree).GetTypeInfo(statement.Expression).Type;
            return type?.SpecialType == SpecialType.System_Void ? null : statement.Expression;
        }
    }

    private SyntaxTree Tree => last?.GetCompilation().SyntaxTrees.Single(candidate => candidate.FilePath == lastFile)
        ?? throw new InvalidOperationException("No cell has been compiled.");

    /// <summary>Compiles and runs one cell and shows what it ends in.</summary>
    /// <param name="source">C# script code.</param>
    /// <param name="cell">Number of the cell, for messages.</param>
    /// <param name="show">Receives the value of a trailing expression; a value that is computed while it is shown may throw there.</param>
    /// <param name="cancellation">Checked before the cell starts.</param>
    /// <exception cref="CellException">The cell does not compile, or it threw.</exception>
    public async Task RunAsync(string source, int cell, Action<object?> show, CancellationToken cancellation)
    {
        var script = Compile(source, cell);
        try
        {
            state = state is null ? await script.RunAsync(null, cancellation) : await script.RunFromAsync(state, cancellation);
            if (ShownExpression is not null) show(state.ReturnValue);
        }
        catch (Exception error) when (error is not OperationCanceledException || !cancellation.IsCancellationRequested)
        {
            throw new CellException(CellReport.Of(error, FileOf(cell), source));
        }
    }

    /// <summary>The name that the compiler and stack traces know a cell by.</summary>
    private string FileOf(int cell) => Path.Combine(folder, $"cell {cell}");

    /// <summary>The variable of a type that was declared last by a cell; null if none was.</summary>
    public T? Find<T>()
        where T : class => state?.Variables.Select(variable => variable.Value).OfType<T>().LastOrDefault();

    public void Dispose() => loader.Dispose();

    private static void RefuseMagics(string source)
    {
        string[] lines = source.Split('\n');
        int at = Array.FindIndex(lines, line => line.StartsWith("#!", StringComparison.Ordinal));
        if (at < 0) return;
        string message = $"'{lines[at].TrimEnd()}' is a command of one notebook host. Use C#, #r and #load only.";
        throw new CellException(new CellFailure("CompilationError", message, at + 1, [message], null));
    }
}

using System.Diagnostics;
using System.Reflection;
using Microsoft.CodeAnalysis;

namespace Scenes.Runner.Notebooks;

/// <summary>Turns compiler messages and exceptions into a report that names lines of the cell and no path of the machine.</summary>
internal static class CellReport
{
    private const string CompilationError = "CompilationError";

    /// <summary>The report of code that does not compile.</summary>
    /// <param name="errors">At least one error of the compiler.</param>
    /// <param name="file">The file name that the cell was compiled under.</param>
    /// <param name="source">The cell.</param>
    public static CellFailure Of(IReadOnlyList<Diagnostic> errors, string file, string source)
    {
        var lines = errors.Select(error => $"{Place(error, file)}: {error.Id}: {Message(error)}").ToList();
        int? line = errors.Where(error => error.Location.GetMappedLineSpan().Path == file).Select(Line).Cast<int?>().FirstOrDefault();
        string first = $"{errors[0].Id}: {Message(errors[0])}";
        if (line is { } number) lines.Add(Quote(source, number));
        return new CellFailure(CompilationError, first, line, [$"{CompilationError}: {first}", .. lines], null);
    }

    /// <summary>The report of a cell that threw.</summary>
    /// <param name="error">What was thrown.</param>
    /// <param name="file">The file name that the cell was compiled under.</param>
    /// <param name="source">The cell.</param>
    public static CellFailure Of(Exception error, string file, string source)
    {
        while (error is AggregateException { InnerExceptions.Count: 1 } or TargetInvocationException or TypeInitializationException
            && error.InnerException is { } inner) error = inner;
        var trace = new List<string> { $"{error.GetType().FullName}: {error.Message}" };
        for (var cause = error.InnerException; cause is not null; cause = cause.InnerException)
            trace.Add($"  caused by {cause.GetType().FullName}: {cause.Message}");
        int? line = null;
        foreach (var frame in new StackTrace(error, fNeedFileInfo: true).GetFrames())
        {
            if (frame.GetFileName() == file)
            {
                line = frame.GetFileLineNumber();
                trace.Add($"   at {Path.GetFileName(file)}, line {line}");
                trace.Add(Quote(source, line.Value));
                break;
            }
            if (Describe(frame) is { } call) trace.Add($"   at {call}");
        }
        return new CellFailure(error.GetType().Name, error.Message, line, trace, error);
    }

    private static string? Describe(StackFrame frame)
    {
        var method = frame.GetMethod();
        if (method?.DeclaringType is not { } type || type.Namespace == "System.Runtime.ExceptionServices"
            || type.Namespace == "System.Runtime.CompilerServices") return null;
        return $"{type.FullName}.{method.Name}({string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType.Name))})";
    }

    private static string Place(Diagnostic error, string file)
    {
        string path = error.Location.GetMappedLineSpan().Path;
        return path.Length == 0 ? Path.GetFileName(file) : $"{Path.GetFileName(path)}, line {Line(error)}";
    }

    private static int Line(Diagnostic error) => error.Location.GetMappedLineSpan().StartLinePosition.Line + 1;

    private static string Message(Diagnostic error) => error.GetMessage(System.Globalization.CultureInfo.InvariantCulture);

    private static string Quote(string source, int line)
    {
        string[] lines = source.Split('\n');
        return line >= 1 && line <= lines.Length ? $"   {line} | {lines[line - 1].TrimEnd()}" : "";
    }
}

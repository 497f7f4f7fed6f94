using Scenes.Runtime;

namespace Scenes.Reporting;

/// <summary>What a notebook host does, for a notebook that was exported to a plain program: shows values and ends cleanly.</summary>
public static class NotebookProgram
{
    private const int PartsNotRun = 3, Stopped = 130; // exit codes

    private static string folder = "";

    /// <summary>Begins the program of a notebook. Ctrl-C ends it, and a training goes on from its checkpoint the next time; a part that cannot run here ends with exit code 3.</summary>
    /// <param name="notebook">Name of the notebook, such as <c>03-vgg16</c>; figures are written to <c>programs/</c> and that name in the output folder.</param>
    /// <exception cref="ArgumentException">A variable is malformed, or the name is empty.</exception>
    public static void Start(string notebook)
    {
        ArgumentException.ThrowIfNullOrEmpty(notebook);
        folder = Path.Combine(StudyOptions.FromEnvironment().OutFolder, "programs", notebook);
        Console.CancelKeyPress += (_, pressed) =>
        {
            pressed.Cancel = !StudyInterrupt.Token.IsCancellationRequested; // a second time ends the program at once
            StudyInterrupt.Request();
        };
        AppDomain.CurrentDomain.UnhandledException += (_, failure) => End(failure.ExceptionObject);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            if (Environment.ExitCode == 0 && Study.Latest is { LeftOut.Count: > 0 }) Environment.ExitCode = PartsNotRun;
        };
    }

#pragma warning disable IDE1006 // cells call it so in every notebook host
    /// <summary>Shows a value: a figure becomes a page of its own, which works offline; all else becomes text.</summary>
    /// <param name="value">Anything.</param>
    /// <exception cref="IOException">The page cannot be written.</exception>
    public static void display(object? value) => Show(value, folder, Console.Out);
#pragma warning restore IDE1006

    /// <summary>Writes a value as text, and a figure as a page into a folder.</summary>
    internal static void Show(object? value, string folder, TextWriter text)
    {
        if (value is FigureGroup { Members.Count: > 0 } group)
        {
            foreach (var member in group.Members) Show(member, folder, text);
            return;
        }
        text.WriteLine(value is Table table ? table.ToString() : PlainText.Of(value));
        if (value is not Figure figure) return;
        string path = Path.Combine(folder, $"{figure.Id}.html");
        AtomicFile.WriteText(path, figure.ToPage());
        text.WriteLine($"Drawn in {path}");
    }

    private static void End(object failure)
    {
        if (failure is not StudySkippedException && !(failure is OperationCanceledException && StudyInterrupt.Token.IsCancellationRequested)) return;
        Console.Error.WriteLine(((Exception)failure).Message);
        Environment.Exit(failure is StudySkippedException ? PartsNotRun : Stopped);
    }
}

using System.Diagnostics;

namespace Scenes.Runtime;

/// <summary>Shows how far something is: by rewriting one line in a terminal, by a line now and then elsewhere.</summary>
/// <param name="output">Null for the console, which notebooks show below the cell.</param>
/// <param name="rewrites">Whether the line is rewritten; null: only on a terminal.</param>
/// <param name="columns">Characters of a terminal's row; null: asked of the console where it is written to.</param>
internal sealed class RewritingLine(TextWriter? output, bool? rewrites, int? columns = null)
{
    private const int FewestColumns = 20; // below this a cut line says nothing

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(0.5);

    private readonly TextWriter output = output ?? Console.Out;
    private readonly bool rewrites = rewrites ?? (output is null && !Console.IsOutputRedirected);
    private readonly Stopwatch sinceWritten = Stopwatch.StartNew();
    private int width;

    /// <summary>Writes a line unless the one before is too young.</summary>
    /// <param name="line">Makes its text.</param>
    /// <param name="last">Whether it stays and a new one begins; it is always written.</param>
    /// <param name="pauseInLog">Time between two lines where none is rewritten.</param>
    public void Write(Func<string> line, bool last, TimeSpan pauseInLog)
    {
        if (!last && sinceWritten.Elapsed < (rewrites ? Pause : pauseInLog)) return;
        sinceWritten.Restart();
        string text = last ? line() : Cut(line());
        output.Write(rewrites ? $"\r{text.PadRight(width)}" : text);
        width = last ? 0 : text.Length;
        if (last || !rewrites) output.WriteLine();
    }

    /// <summary>One row at most: of a longer line only the last row would be rewritten.</summary>
    private string Cut(string text)
    {
        if (!rewrites || (columns ?? ConsoleColumns()) is not (> FewestColumns and var row) || text.Length < row) return text;
        return $"{text.AsSpan(0, row - 2)}…";
    }

    private int ConsoleColumns()
    {
        if (output != Console.Out && output != Console.Error) return 0;
        try
        {
            return Console.WindowWidth;
        }
        catch (IOException)
        {
            return 0; // no terminal
        }
    }

    /// <summary>Leaves a line that could still be rewritten as it stands; what is written next begins a new one.</summary>
    public void End()
    {
        if (rewrites && width > 0) output.WriteLine();
        width = 0;
    }
}

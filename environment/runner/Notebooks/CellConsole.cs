using System.Text;

namespace Scenes.Runner.Notebooks;

/// <summary>
/// Sends what a cell writes to the console, from whatever thread it started, to that cell's outputs. Everybody else keeps the real console.
/// </summary>
internal static class CellConsole
{
    private static readonly AsyncLocal<CellOutputs?> Outputs = new();
    private static readonly Lock Gate = new();
    private static bool installed;

    /// <summary>The outputs of the cell that runs on this flow of execution, or null outside cells.</summary>
    public static CellOutputs? Current => Outputs.Value;

    /// <summary>Runs one cell with its outputs as the console.</summary>
    public static async Task RunAsync(CellOutputs outputs, Func<Task> cell)
    {
        Install();
        Outputs.Value = outputs; // visible in this asynchronous flow only
        await cell();
    }

    private static void Install()
    {
        lock (Gate)
        {
            if (installed) return;
            Console.SetOut(new Router("stdout", Console.Out));
            Console.SetError(new Router("stderr", Console.Error));
            installed = true;
        }
    }

    private sealed class Router(string name, TextWriter console) : TextWriter(console.FormatProvider)
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value) => Write(value.ToString());

        public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

        public override void Write(string? value)
        {
            if (value is null) return;
            if (Current is { } outputs) outputs.Write(name, value);
            else console.Write(value);
        }

        public override void WriteLine(string? value) => Write(value + NewLine);

        public override void Flush() => console.Flush();
    }
}

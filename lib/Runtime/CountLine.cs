using System.Globalization;

namespace Scenes.Runtime;

/// <summary>Writes how many of a known number of things are done: rewriting one line in a terminal, a line every ten seconds elsewhere. Many threads may report.</summary>
/// <param name="total">How many there are.</param>
/// <param name="what">What is done with them, such as "images looked at".</param>
/// <param name="output">Null for the console, which notebooks show below the cell.</param>
/// <param name="rewrites">Whether the line is rewritten; null: only on a terminal.</param>
internal sealed class CountLine(int total, string what, TextWriter? output = null, bool? rewrites = null) : IProgress<int>
{
    private readonly Lock gate = new();
    private readonly RewritingLine line = new(output, rewrites);
    private int most;

    /// <summary>A line beside what a command prints, on standard error.</summary>
    public static CountLine OnError(int total, string what) => new(total, what, Console.Error, !Console.IsErrorRedirected);

    /// <inheritdoc/>
    public void Report(int value)
    {
        lock (gate)
        {
            if (value <= most) return; // another thread was faster
            most = value;
            line.Write(() => string.Create(CultureInfo.InvariantCulture, $"{value:N0} of {total:N0} {what}"), last: value == total, pauseInLog: TimeSpan.FromSeconds(10));
        }
    }
}
